/** A DuckDB of its own for queries of users: in memory, no network, no extension, no file outside some folders. */
import { realpathSync } from "node:fs"
import type { DuckDBConnection } from "@duckdb/node-api"
import { type Driver, literal } from "../duckdb.ts"

export interface Sandbox {
  readonly driver: Driver
  readonly connection: DuckDBConnection
  readonly close: () => void
}

export interface SandboxOptions {
  /** folders that may be read; names of files in a query start from the working directory */
  readonly folders: ReadonlyArray<string>
  /** files that may be written */
  readonly files: ReadonlyArray<string>
}

/** For what the query itself holds; more is an error, not a file somewhere. */
const memoryLimit = "2GB"

/**
 * What may be reached is fixed before anything of the user's is read, and cannot be changed afterwards: DuckDB resolves
 * links and `..` before it compares a path with the folders.
 */
export async function openSandbox({ folders, files }: SandboxOptions): Promise<Sandbox> {
  const driver = await import("@duckdb/node-api")
  const instance = await driver.DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: memoryLimit,
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  })
  const connection = await instance.connect()
  const real = folders.map((path) => realpathSync(path))
  await connection.run(`SET allowed_directories = [${real.map(literal).join(", ")}]`)
  await connection.run(`SET allowed_paths = [${files.map(literal).join(", ")}]`)
  await connection.run("SET enable_external_access = false")
  await connection.run("SET lock_configuration = true")
  return {
    driver,
    connection,
    close: () => {
      connection.disconnectSync()
      instance.closeSync()
    },
  }
}
