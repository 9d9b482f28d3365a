/**
 * CSV (gz too) and Parquet files as typed columns. Text never becomes SQL: names and paths are quoted, cells stay values.
 *
 * A cell that is not a date or a number where one is due is refused with its row and its text.
 */
import { open, stat } from "node:fs/promises"
import { basename } from "node:path"
import { constants, gunzipSync } from "node:zlib"
import type { DuckDBResult, DuckDBVector } from "@duckdb/node-api"
import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import { DataRefused, FileError, type Refusal } from "../pipeline/data/errors.ts"
import type { RawTable } from "../pipeline/data/RawTable.ts"
import { concatenate, forEachChunk, itemsOf, literal, type Session, withDuckDb } from "./duckdb.ts"
import { reasonOf } from "./files.ts"
import { splitHeader } from "./splitHeader.ts"

export interface ColumnRoles {
  readonly date: number
  readonly ticker: number | undefined
  readonly numbers: ReadonlyArray<{ readonly name: string; readonly column: number }>
}

/** @param choose what the columns mean, from their names */
export const readTable = <L extends ColumnRoles>(
  path: string,
  choose: (names: ReadonlyArray<string>) => Result.Result<L, DataRefused>,
): Effect.Effect<{ readonly table: RawTable; readonly layout: L }, DataRefused | FileError> =>
  Effect.tryPromise({
    try: () =>
      withDuckDb(async (session) => {
        const source = await openSource(session, path)
        const chosen = choose(source.names)
        if (chosen._tag === "Failure") throw chosen.failure
        return { table: await readColumns(session, source, chosen.success), layout: chosen.success }
      }),
    catch: (cause) => typedError(path, cause),
  })

interface Source {
  readonly file: string
  readonly names: ReadonlyArray<string>
  /** driver's type of each column, named c0, c1, … in `from` */
  readonly types: ReadonlyArray<string>
  readonly from: string
}

// --------------------------------------------------------------------------------------------------------- opening

async function openSource(session: Session, path: string): Promise<Source> {
  const found = await stat(path)
  if (!found.isFile()) throw Object.assign(new Error("it is not a file"), { code: "ENOTFILE" })
  return /\.(parquet|pq)$/i.test(path) ? openParquet(session, path) : openCsv(path)
}

async function openCsv(path: string): Promise<Source> {
  const { names, delimiter } = splitHeader(await firstBytes(path))
  if (names.every((name) => name.trim() === "")) throw refusal(path, "the file has no header line")
  const columns = names.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ")
  const options = `auto_detect=false, header=true, delim=${literal(delimiter)}, quote='"', escape='"', columns={${columns}}`
  return {
    file: basename(path),
    names,
    types: names.map(() => "VARCHAR"),
    from: `read_csv(${literal(path)}, ${options})`,
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeader), 0, maxHeader, 0)
    const bytes = buffer.subarray(0, bytesRead)
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    const plain = isZipped
      ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * maxHeader })
      : bytes
    return plain.toString("utf8")
  } finally {
    await file.close()
  }
}

/** Longer header lines are no table of prices. */
const maxHeader = 1 << 20

async function openParquet({ connection }: Session, path: string): Promise<Source> {
  const schema = await connection.runAndReadAll("SELECT name, num_children FROM parquet_schema(?)", [path])
  const columns = schema.getRows().slice(1)
  const nested = columns.find(([, children]) => children !== null && Number(children) > 0)
  if (nested !== undefined) throw refusal(path, `the column ${String(nested[0])} is nested`)
  const names = columns.map(([name]) => String(name))
  const from = `read_parquet(${literal(path)}) AS t(${names.map((_, i) => `c${i}`).join(", ")})`
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)
  return { file: basename(path), names, types: described.getRows().map((row) => String(row[1])), from }
}

// --------------------------------------------------------------------------------------------------------- reading

/** Stand for a cell that cannot be read; real ones are refused too. */
const badDate = -2147483648
const isBadNumber = (value: number): boolean => value === Infinity || value === -Infinity

const numeric =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|FLOAT|DOUBLE|DECIMAL.*)$/

function numberSql(column: number, type: string): string {
  if (numeric.test(type)) return `coalesce(CAST(c${column} AS DOUBLE), 'nan'::DOUBLE)`
  const text = type === "VARCHAR" ? `c${column}` : `CAST(c${column} AS VARCHAR)`
  const number = `TRY_CAST(${text} AS DOUBLE)`
  return (
    `CASE WHEN isfinite(${number}) AND NOT contains(${text}, '_') THEN ${number} ` +
    // a pattern, since DuckDB plans a join for a list of names, and hundreds of them take minutes
    `WHEN ${text} IS NULL OR regexp_full_match(lower(trim(${text})), '(nan|na|n/a|null|none)?') THEN 'nan'::DOUBLE ` +
    "ELSE 'infinity'::DOUBLE END"
  )
}

/** A date alone, or with a midnight that tools append to dates; other times need a time zone to mean a session. */
const datePattern = "\\s*\\d{4}-\\d{2}-\\d{2}([T ]00:00(:00([.]0+)?)?)?\\s*"

function dateSql(column: number): string {
  const text = `CAST(c${column} AS VARCHAR)`
  const day = `TRY_CAST(substr(trim(${text}), 1, 10) AS DATE)`
  return (
    `CASE WHEN regexp_full_match(${text}, '${datePattern}') ` +
    `THEN coalesce(CAST(${day} - DATE '1970-01-01' AS INTEGER), ${badDate}) ELSE ${badDate} END`
  )
}

async function readColumns({ connection }: Session, source: Source, roles: ColumnRoles): Promise<RawTable> {
  const numbers = roles.numbers.map(({ column }) => numberSql(column, source.types[column]!))
  const ticker = roles.ticker === undefined ? "''" : `coalesce(CAST(c${roles.ticker} AS VARCHAR), '')`
  const select = [dateSql(roles.date), ticker, ...numbers].join(", ")
  const read = await collect(await connection.stream(`SELECT ${select} FROM ${source.from}`), roles)
  const table: RawTable = { file: source.file, ...read, notes: [] }
  const bad = badCells(table, roles)
  if (bad.length === 0) return table
  const refusals: Array<Refusal> = []
  for (const { row, column, wanted } of bad.slice(0, 20)) {
    const text = await connection.runAndReadAll(
      `SELECT CAST(c${column} AS VARCHAR) FROM ${source.from} LIMIT 1 OFFSET ${row}`,
    )
    const found = JSON.stringify(String(text.getRows()[0]?.[0] ?? "").slice(0, 60))
    refusals.push({ ...cell(row + 1, source.names[column]!), problem: `${found} is no ${wanted}` })
  }
  throw new DataRefused({
    file: source.file,
    refusals,
    total: bad.length,
    remedy:
      "Correct the cells: dates as 2020-12-31, numbers with a decimal point, empty where nothing is known.",
  })
}

const cell = (row: number, field: string) => ({ row, field, asset: null, date: null })

async function collect(result: DuckDBResult, roles: ColumnRoles): Promise<Omit<RawTable, "file" | "notes">> {
  const dates: Array<number> = []
  const index: Array<number> = []
  const position = new Map<string, number>()
  const numbers: Array<Array<Float64Array>> = roles.numbers.map(() => [])
  await forEachChunk(result, ([date, ticker, ...values], rows) => {
    dates.push(...itemsOf(date!))
    if (roles.ticker !== undefined) tickersOf(ticker!, rows, position, index)
    values.forEach((vector, i) => numbers[i]!.push(Float64Array.from(itemsOf(vector))))
  })
  return {
    rows: dates.length,
    date: Int32Array.from(dates),
    ticker:
      roles.ticker === undefined ? undefined : { names: [...position.keys()], index: Int32Array.from(index) },
    numbers: numbers.map(concatenate),
  }
}

function tickersOf(
  vector: DuckDBVector,
  rows: number,
  position: Map<string, number>,
  index: Array<number>,
): void {
  for (let row = 0; row < rows; row++) {
    const name = String(vector.getItem(row)).trim()
    const known = position.get(name) ?? position.size
    if (known === position.size) position.set(name, known)
    index.push(known)
  }
}

interface BadCell {
  readonly row: number
  readonly column: number
  readonly wanted: "date" | "number"
}

function badCells(table: RawTable, roles: ColumnRoles): ReadonlyArray<BadCell> {
  const found: Array<BadCell> = []
  table.date.forEach((date, row) => {
    if (date === badDate) found.push({ row, column: roles.date, wanted: "date" })
  })
  roles.numbers.forEach(({ column }, i) => {
    table.numbers[i]!.forEach((value, row) => {
      if (isBadNumber(value)) found.push({ row, column, wanted: "number" })
    })
  })
  return found.sort((left, right) => left.row - right.row)
}

// ---------------------------------------------------------------------------------------------------------- errors

const refusal = (path: string, problem: string, row = 0): DataRefused =>
  new DataRefused({
    file: basename(path),
    refusals: [{ ...cell(row, ""), problem }],
    total: 1,
    remedy: "Give a CSV with a header line, or a Parquet file of plain columns.",
  })

function typedError(path: string, cause: unknown): DataRefused | FileError {
  if (cause instanceof DataRefused) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  if (typeof cause === "object" && cause !== null && "code" in cause) {
    return new FileError({ operation: "read", path, reason: reasonOf(cause) })
  }
  const line = /CSV Error on Line: (\d+)/.exec(text)
  if (line === null) return refusal(path, `it cannot be read: ${reasonOf(cause)}`)
  const said = text
    .split("\n")
    .filter((part) => part !== "" && !/^(Invalid Input Error|Original Line):/.test(part))
  const problem = said[0] ?? "it is malformed"
  return refusal(path, problem, Number(line[1]) - 1)
}
