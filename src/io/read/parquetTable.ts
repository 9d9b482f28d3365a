/**
 * Parquet to a table, in two passes: the first finds the names of assets, which makes an ENUM of them, so that the second
 * gets a number a row and no string; the arrays have the size that the file claims and are filled in place.
 */
import { basename } from "node:path"
import type { DuckDBConnection, DuckDBVector } from "@duckdb/node-api"
import type { RawTable } from "../../pipeline/data/RawTable.ts"
import { itemsOf, literal } from "../duckdb.ts"
import { CellNotes } from "./CellNotes.ts"
import { emptyCell, oddCell, oddNumber, readPlainNumber } from "./cellNumber.ts"
import type { ColumnRoles } from "./ColumnRoles.ts"
import { DateColumn } from "./DateColumn.ts"
import type { DateVerdict } from "./DateEvidence.ts"
import { checkDeviating, dateVerdict } from "./dateRefusal.ts"
import type { ReadOptions } from "./ReadOptions.ts"
import { checkParquetFooter } from "./parquetFooter.ts"
import { refusal, tooLarge } from "./refusal.ts"
import { Tickers } from "./Tickers.ts"

export interface ParquetSource {
  readonly path: string
  readonly names: ReadonlyArray<string>
  /** driver's type of each column, named c0, c1, … in `from` */
  readonly types: ReadonlyArray<string>
  readonly from: string
  /** as the file claims */
  readonly rows: number
}

// ---------------------------------------------------------------------------------------------------------- driver

/** Whatever the driver says while it works on the file is about the file. */
async function driver<A>(path: string, work: Promise<A>): Promise<A> {
  try {
    return await work
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause)
    throw refusal(path, `it cannot be read: ${text.split("\n", 1)[0]!.slice(0, 300).replace(/\.$/, "")}`)
  }
}

const rowsOf = async (connection: DuckDBConnection, path: string, sql: string) =>
  (await driver(path, connection.runAndReadAll(sql))).getRows()

/** The chunks of a query, whose columns go to `take`. */
async function eachChunk(
  connection: DuckDBConnection,
  path: string,
  sql: string,
  take: (columns: ReadonlyArray<DuckDBVector>, rows: number) => void,
): Promise<void> {
  const result = await driver(path, connection.stream(sql))
  for (;;) {
    const chunk = await driver(path, result.fetchChunk())
    if (chunk === null || chunk.rowCount === 0) return
    const { columnCount, rowCount } = chunk
    take(
      Array.from({ length: columnCount }, (_, column) => chunk.getColumnVector(column)),
      rowCount,
    )
  }
}

// ---------------------------------------------------------------------------------------------------------- opening

export async function openParquet(
  connection: DuckDBConnection,
  path: string,
  { limits }: ReadOptions,
): Promise<ParquetSource> {
  await checkParquetFooter(path)
  const file = literal(path)
  const query = (sql: string) => rowsOf(connection, path, sql)
  const schema = await query(
    `SELECT name, num_children FROM parquet_schema(${file}) LIMIT ${limits.columns + 2}`,
  )
  const columns = schema.slice(1)
  const nested = columns.find(([, children]) => children !== null && Number(children) > 0)
  if (nested !== undefined) throw refusal(path, `the column ${JSON.stringify(String(nested[0]))} is nested`)
  if (columns.length > limits.columns) {
    throw refusal(path, `it has more than ${limits.columns} columns`, { remedy: tooLarge })
  }
  const claimed = await query(`SELECT num_rows FROM parquet_file_metadata(${file})`)
  const rows = Number(claimed[0]?.[0] ?? 0)
  if (!(rows >= 0)) throw refusal(path, `it claims ${rows} rows`)
  const names = columns.map(([name]) => String(name))
  const from = `read_parquet(${file}) AS t(${names.map((_, i) => `c${i}`).join(", ")})`
  const described = await query(`DESCRIBE SELECT * FROM ${from}`)
  return { path, names, types: described.map((row) => String(row[1])), from, rows }
}

// --------------------------------------------------------------------------------------------------------- reading

const numeric =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL.*)$/

type DateKind = "day" | "instant" | "integer" | "text"

function dateKind({ path, types, names }: ParquetSource, column: number): DateKind {
  const type = types[column]!
  if (type === "DATE" || /^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) return "day"
  if (type === "TIMESTAMP WITH TIME ZONE") return "instant"
  if (numeric.test(type)) return "integer"
  if (type === "VARCHAR") return "text"
  throw refusal(path, `a column of type ${type} holds no dates`, { field: names[column]! })
}

/** One column of the query each; nulls are told by a value that no date has. */
function dateSql(column: number, kind: DateKind): string {
  switch (kind) {
    case "day":
      return `coalesce(CAST(CAST(c${column} AS DATE) - DATE '1970-01-01' AS DOUBLE), 'nan'::DOUBLE)`
    case "instant":
      return `coalesce(CAST(epoch_ms(c${column}) AS DOUBLE), 'nan'::DOUBLE)`
    case "integer":
      return `coalesce(CAST(c${column} AS DOUBLE), 'nan'::DOUBLE)`
    case "text":
      return `coalesce(c${column}, '')`
  }
}

function isText({ path, types, names }: ParquetSource, column: number): boolean {
  const type = types[column]!
  if (type !== "VARCHAR" && !numeric.test(type)) {
    throw refusal(path, `a column of type ${type} holds no numbers`, { field: names[column]! })
  }
  return type === "VARCHAR"
}

interface Enum {
  readonly type: string
  readonly names: ReadonlyArray<string>
}

let nextType = 1

/** Runs `use` with a type of its own that has one member for each name in a column. Names never stand in the SQL. */
async function withTickers<A>(
  connection: DuckDBConnection,
  source: ParquetSource,
  column: number | undefined,
  { limits }: ReadOptions,
  use: (tickers: Enum | undefined) => Promise<A>,
): Promise<A> {
  if (column === undefined || source.rows === 0) return use(undefined)
  const type = `sage_tickers_${nextType++}`
  const distinct = `SELECT DISTINCT coalesce(CAST(c${column} AS VARCHAR), '') FROM ${source.from} LIMIT ${limits.tickers + 1}`
  await driver(source.path, connection.run(`CREATE TEMP TYPE ${type} AS ENUM (${distinct})`))
  try {
    const range = await rowsOf(
      connection,
      source.path,
      `SELECT CAST(unnest(enum_range(NULL::${type})) AS VARCHAR)`,
    )
    const names = range.map((row) => String(row[0]))
    if (names.length > limits.tickers) {
      throw refusal(source.path, `it names more than ${limits.tickers} tickers`, { remedy: tooLarge })
    }
    return await use({ type, names })
  } finally {
    await connection.run(`DROP TYPE ${type}`)
  }
}

export async function readParquet(
  connection: DuckDBConnection,
  source: ParquetSource,
  roles: ColumnRoles,
  options: ReadOptions,
): Promise<RawTable> {
  const { path, rows } = source
  const { cells } = options.limits
  if (rows * (roles.numbers.length + 1) > cells) {
    throw refusal(path, `it claims ${rows} rows of ${roles.numbers.length} numbers`, { remedy: tooLarge })
  }
  return withTickers(connection, source, roles.ticker, options, async (tickers) => {
    const kind = dateKind(source, roles.date)
    const guess: DateVerdict = { format: options.dates ?? "iso", midnightsAreDates: true }
    if (kind === "day" || rows === 0) return read(connection, source, roles, options, kind, guess, tickers)
    // the dates alone, for their format; a second reading of one column is cheap
    const verdict = await verdictOf(connection, source, roles.date, kind, options, guess)
    return read(connection, source, roles, options, kind, verdict, tickers)
  })
}

async function verdictOf(
  connection: DuckDBConnection,
  source: ParquetSource,
  column: number,
  kind: DateKind,
  options: ReadOptions,
  guess: DateVerdict,
): Promise<DateVerdict> {
  const dates = new DateColumn(guess, options.zone, 0)
  const sql = `SELECT ${dateSql(column, kind)} FROM ${source.from}`
  await eachChunk(connection, source.path, sql, ([vector], rows) =>
    readDates(dates, kind, vector!, rows, 0, undefined),
  )
  const { format, midnightsAreDates } = dateVerdict(
    source.path,
    source.names[column]!,
    dates.evidence,
    kind === "instant" ? { ...options, dates: "epoch_ms" } : options,
  )
  return { format, midnightsAreDates }
}

function readDates(
  dates: DateColumn,
  kind: DateKind,
  vector: DuckDBVector,
  rows: number,
  first: number,
  into: Int32Array | undefined,
): void {
  for (let i = 0; i < rows; i++) {
    const day = readDate(dates, kind, vector, i, first + i)
    if (into !== undefined) into[first + i] = day
  }
}

function readDate(dates: DateColumn, kind: DateKind, vector: DuckDBVector, at: number, row: number): number {
  if (kind === "text") {
    const text = String(vector.getItem(at))
    return dates.readText(row, text, () => text)
  }
  const value = itemsOf(vector)[at]!
  if (kind === "instant") return dates.readInstant(row, value)
  return kind === "day" ? dates.readDay(row, value) : dates.readInteger(row, value)
}

async function read(
  connection: DuckDBConnection,
  source: ParquetSource,
  roles: ColumnRoles,
  options: ReadOptions,
  kind: DateKind,
  verdict: DateVerdict,
  tickers: Enum | undefined,
): Promise<RawTable> {
  const { path, names, rows } = source
  const file = basename(path)
  const texts = roles.numbers.map(({ column }) => isText(source, column))
  const numbersSql = roles.numbers.map(({ column }, i) =>
    texts[i] === true ? `coalesce(c${column}, '')` : `coalesce(CAST(c${column} AS DOUBLE), 'nan'::DOUBLE)`,
  )
  const tickerSql =
    tickers === undefined ? "0" : `CAST(coalesce(CAST(c${roles.ticker} AS VARCHAR), '') AS ${tickers.type})`
  const date = new Int32Array(rows)
  const index = new Int32Array(tickers === undefined ? 0 : rows)
  const numbers = roles.numbers.map(() => new Float64Array(rows))
  const dates = new DateColumn(verdict, options.zone, options.limits.notesPerKind)
  const notes = new CellNotes(
    roles.numbers.map(({ column }) => names[column]!),
    options.limits,
  )
  const ids = tickers === undefined ? undefined : idsByCode(path, tickers, options)
  let at = 0
  const sql = `SELECT ${[dateSql(roles.date, kind), tickerSql, ...numbersSql].join(", ")} FROM ${source.from}`
  await eachChunk(connection, path, sql, ([dateVector, ticker, ...values], count) => {
    if (at + count > rows) throw refusal(path, `it has more rows than the ${rows} that it claims`)
    readDates(dates, kind, dateVector!, count, at, date)
    if (ids !== undefined) {
      const codes = itemsOf(ticker!)
      for (let i = 0; i < count; i++) index[at + i] = ids.of(codes[i]!)
    }
    values.forEach((vector, i) => {
      if (texts[i] === true) readTexts(notes, numbers[i]!, vector, count, at, i, options)
      else readNumbers(notes, numbers[i]!, vector, count, at, i)
    })
    at += count
  })
  if (at !== rows) throw refusal(path, `it claims ${rows} rows and has ${at}`)
  const field = names[roles.date]!
  checkDeviating(path, field, dates, options.limits.notesPerKind)
  const ticker = roles.ticker === undefined ? undefined : { names: ids?.names ?? [], index }
  const dateNotes = dates.resolve(date, ticker?.index, field)
  return { file, rows, date, ticker, numbers, notes: notes.finish(file, dateNotes) }
}

/** Names in order of appearance, blanks around them off; members of the type that differ by blanks are one. */
function idsByCode(path: string, tickers: Enum, { limits }: ReadOptions) {
  const names = new Tickers(path, limits)
  const ids = new Int32Array(tickers.names.length).fill(-1)
  const of = (code: number): number => {
    if (ids[code]! < 0) ids[code] = names.indexOf(tickers.names[code]!, () => tickers.names[code]!)
    return ids[code]!
  }
  return { names: names.names, of }
}

function readNumbers(
  notes: CellNotes,
  into: Float64Array,
  vector: DuckDBVector,
  count: number,
  first: number,
  column: number,
): void {
  into.set(itemsOf(vector).subarray(0, count), first)
  for (let row = first; row < first + count; row++) {
    if (Math.abs(into[row]!) !== Infinity) continue
    notes.add(row, column, "text_in_number", String(into[row]))
    into[row] = NaN
  }
}

function readTexts(
  notes: CellNotes,
  into: Float64Array,
  vector: DuckDBVector,
  count: number,
  first: number,
  column: number,
  { decimal = "point" }: ReadOptions,
): void {
  const facts = { digits: 0, hasPoint: false }
  for (let i = 0; i < count; i++) {
    const text = String(vector.getItem(i))
    const bytes = Buffer.from(text)
    const value = readPlainNumber(bytes, 0, bytes.length, facts)
    into[first + i] = value
    if (facts.digits === emptyCell) notes.empty++
    else if (facts.digits === oddCell || (facts.hasPoint && decimal === "comma")) {
      const odd = oddNumber(text, decimal)
      into[first + i] = odd.value
      if (odd.kind !== undefined) notes.add(first + i, column, odd.kind, text)
    } else {
      notes.numbers[column]!++
      if (facts.digits > 3) notes.large[column]!++
    }
  }
}
