/**
 * CSV (gz too) and Parquet files as typed columns. Text never becomes SQL or a path: CSV is read here, byte by byte, and of a
 * Parquet file the SQL holds its own quoted path and numbered columns only.
 *
 * Every outcome is a table or a DataRefused or FileError; the memory is bounded by `limits` (read/limits.ts).
 */
import { stat } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { DataRefused, FileError } from "../pipeline/data/errors.ts"
import type { RawTable } from "../pipeline/data/RawTable.ts"
import { withDuckDb } from "./duckdb.ts"
import { codeOf, reasonOf } from "./files.ts"
import type { ColumnRoles } from "./read/ColumnRoles.ts"
import { openCsv, readCsv } from "./read/csvTable.ts"
import { openParquet, readParquet } from "./read/parquetTable.ts"
import { plainOptions, type ReadOptions } from "./read/ReadOptions.ts"

export interface ReadFile<L> {
  readonly table: RawTable
  readonly layout: L
}

type Choose<L> = (names: ReadonlyArray<string>) => Result.Result<L, DataRefused>

/** @param choose what the columns mean, from their names */
export const readTable = <L extends ColumnRoles>(
  path: string,
  choose: Choose<L>,
  options: ReadOptions = plainOptions,
): Effect.Effect<ReadFile<L>, DataRefused | FileError> =>
  Effect.tryPromise({ try: () => read(path, choose, options), catch: (cause) => cause }).pipe(
    Effect.catch((cause) => {
      const error = typedError(path, cause)
      return error === undefined ? Effect.die(cause) : Effect.fail(error)
    }),
  )

async function read<L extends ColumnRoles>(
  path: string,
  choose: Choose<L>,
  options: ReadOptions,
): Promise<ReadFile<L>> {
  const found = await stat(path)
  if (!found.isFile()) throw new FileError({ operation: "read", path, reason: "it is not a file" })
  if (!/\.(parquet|pq)$/i.test(path)) {
    const source = await openCsv(path, options)
    const layout = chosen(choose(source.names))
    return { table: await readCsv(source, layout, options), layout }
  }
  return withDuckDb(async ({ connection }) => {
    const source = await openParquet(connection, path, options)
    const layout = chosen(choose(source.names))
    return { table: await readParquet(connection, source, layout, options), layout }
  })
}

function chosen<L>(layout: Result.Result<L, DataRefused>): L {
  if (layout._tag === "Failure") throw layout.failure
  return layout.success
}

/** undefined: a mistake of this program, not of the file. */
function typedError(path: string, cause: unknown): DataRefused | FileError | undefined {
  if (cause instanceof DataRefused || cause instanceof FileError) return cause
  return codeOf(cause) === undefined
    ? undefined
    : new FileError({ operation: "read", path, reason: reasonOf(cause) })
}
