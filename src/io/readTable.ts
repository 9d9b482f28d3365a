/**
 * CSV (gz too) and Parquet files as typed columns. Text never becomes SQL or a path: CSV is read here, byte by byte, and of a
 * Parquet file the SQL holds its own quoted path and numbered columns only.
 *
 * Every outcome is a table or a DataRefused or FileError; the memory is bounded by `limits` (read/limits.ts).
 */
import { stat } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { DataRefused, FileError } from "../pipeline/data/errors.ts"
import type { RawTable } from "../pipeline/data/RawTable.ts"
import { withDuckDb } from "./duckdb.ts"
import { codeOf, reasonOf } from "./files.ts"
import type { ColumnRoles } from "./read/ColumnRoles.ts"
import { openCsv, readCsv } from "./read/csvTable.ts"
import { openParquet, readParquet } from "./read/parquetTable.ts"
import { plainOptions, type ReadOptions } from "./read/ReadOptions.ts"
import { refusal, tooLarge } from "./read/refusal.ts"

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
  Effect.promise(() => outcome(path, read(path, choose, options))).pipe(Effect.flatMap(Effect.fromResult))

/** What is wrong with the file is a failure; a mistake of this program stays an exception. */
async function outcome<A>(
  path: string,
  work: Promise<A>,
): Promise<Result.Result<A, DataRefused | FileError>> {
  try {
    return Result.succeed(await work)
  } catch (cause) {
    if (cause instanceof DataRefused || cause instanceof FileError) return Result.fail(cause)
    if (isOfSystem(cause)) {
      return Result.fail(new FileError({ operation: "read", path, reason: reasonOf(cause) }))
    }
    if (!isOutOfMemory(cause)) throw cause
    return Result.fail(refusal(path, "the memory of this machine does not hold it", { remedy: tooLarge }))
  }
}

/** ENOENT and its kind; a path with a zero in it never gets as far as the system. */
const isOfSystem = (cause: unknown): boolean =>
  /^(E[A-Z0-9]+|ERR_INVALID_ARG_VALUE)$/.test(codeOf(cause) ?? "")

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof RangeError && /allocation failed/i.test(cause.message)

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
