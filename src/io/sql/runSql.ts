/** One query over tables that are registered as it names them, in a sandbox. */
import * as Effect from "effect/Effect"
import type { DuckDBResultReader } from "@duckdb/node-api"
import { nearest } from "../../dag/nearest.ts"
import { literal } from "../duckdb.ts"
import { SqlRefused } from "./errors.ts"
import { registerTable } from "./registerTable.ts"
import { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts"
import type { SqlTable } from "./SqlTable.ts"
import { readStatement } from "./statement.ts"

export interface SqlRequest<E> extends SandboxOptions {
  readonly sql: string
  /** tables by name; opened only where the query names them */
  readonly tables: ReadonlyMap<string, Effect.Effect<SqlTable, E>>
  /** Parquet file to write instead of giving rows back */
  readonly parquet: string | undefined
}

export type Cell = string | number | boolean | null | object

export interface SqlResult {
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
  /** dates and instants as text; numbers that a double cannot hold as text; NaN and infinities null */
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
}

export const runSql = <E>(request: SqlRequest<E>): Effect.Effect<SqlResult, SqlRefused | E> =>
  Effect.scoped(
    Effect.gen(function* () {
      const sandbox = yield* Effect.acquireRelease(
        Effect.promise(() => openSandbox(request)),
        ({ close }) => Effect.sync(close),
      )
      const statement = yield* Effect.promise(() => readStatement(sandbox.connection, request.sql))
      if (statement instanceof SqlRefused) return yield* statement
      for (const [name, table] of request.tables) {
        if (!statement.names(name)) continue
        const opened = yield* table
        yield* asking(request, () => registerTable(sandbox, name, opened))
      }
      return yield* asking(request, () => ask(sandbox, statement.text, request.parquet))
    }),
  )

async function ask({ connection }: Sandbox, sql: string, parquet: string | undefined): Promise<SqlResult> {
  if (parquet === undefined) return resultOf(await connection.runAndReadAll(sql))
  await connection.run(`COPY (${sql}) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`)
  return { columns: [], rows: [] }
}

const asking = <E, A>(
  { tables, folders }: SqlRequest<E>,
  run: () => Promise<A>,
): Effect.Effect<A, SqlRefused> =>
  Effect.tryPromise({ try: run, catch: (cause) => refusal(cause, [...tables.keys()], folders) })

/** What DuckDB says, without its own hints about settings that cannot be had here. */
function refusal(cause: unknown, tables: ReadonlyArray<string>, folders: ReadonlyArray<string>): SqlRefused {
  const message = (cause instanceof Error ? cause.message : String(cause)).trim()
  if (/^(Permission|Missing Extension) Error/.test(message))
    return new SqlRefused({
      problem: message.split("\n")[0]!,
      remedy: `Queries read files in ${folders.join(", ")} alone, and nothing else of this machine or another.`,
    })
  const missing = /Table with name (\S+) does not exist/.exec(message)?.[1]
  if (missing !== undefined) {
    const near = nearest(missing, tables)
    return new SqlRefused({
      problem: `There is no table ${missing}`,
      remedy: `${near === null ? "" : `Did you mean ${near}? `}There are: ${tables.join(", ")}.`,
    })
  }
  return new SqlRefused({
    problem: message.replace(/\n\n(?=LINE)/, "\n"),
    remedy: '`sage sql "describe TABLE"` lists the columns of a table.',
  })
}

function resultOf(reader: DuckDBResultReader): SqlResult {
  const types = reader.columnTypes().map(String)
  const names = reader.deduplicatedColumnNames()
  return {
    columns: names.map((name, i) => ({ name, type: types[i]! })),
    rows: reader.getRowsJson().map((row) => row.map((value, i) => cellOf(value as Cell, types[i]!))),
  }
}

const integers = /^U?(HUGE|BIG)INT$/

function cellOf(value: Cell, type: string): Cell {
  if (typeof value !== "string") return value
  if (type === "DOUBLE" || type === "FLOAT") return null // NaN, Infinity
  if (type.startsWith("DECIMAL") || integers.test(type)) {
    const number = Number(value)
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? value : number
  }
  return value
}
