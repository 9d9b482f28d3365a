/** Rows of all files together, as they came: not sorted, not checked. */
import * as Result from "effect/Result"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { type ColumnName, columns } from "../Bars.ts"
import { ImportOptionError } from "../errors.ts"
import type { RawTable } from "../RawTable.ts"
import type { TableLayout } from "../tableLayout.ts"

export interface DecodedFile {
  readonly table: RawTable
  readonly layout: TableLayout
}

export interface ImportRows {
  readonly tickers: ReadonlyArray<string>
  readonly ticker: Int32Array
  readonly session: Int32Array
  readonly columns: Readonly<Record<ColumnName, Float64Array>>
  /** of each row: its file, and its place in it, counted from 1 without the header */
  readonly file: Int32Array
  readonly row: Int32Array
  readonly files: ReadonlyArray<string>
}

export const columnNames = Object.keys(columns) as ReadonlyArray<ColumnName>

/** The columns that some file has. */
export const columnsGiven = (files: ReadonlyArray<DecodedFile>): ReadonlySet<ColumnName> =>
  new Set(
    files.flatMap(
      ({ layout }): ReadonlyArray<ColumnName> =>
        layout.kind === "wide" ? ["close"] : layout.numbers.map(({ name }) => name),
    ),
  )

/** Cells that are not known are NaN; a wide file gives a row for every close that it has. */
export function importRows(files: ReadonlyArray<DecodedFile>): ImportRows {
  const position = new Map<string, number>()
  const idOf = (name: string): number => {
    const known = position.get(name)
    if (known !== undefined) return known
    position.set(name, position.size)
    return position.size - 1
  }
  const parts = files.map((file, i) =>
    file.layout.kind === "wide" ? wideRows(file, i, idOf) : longRows(file, i, idOf),
  )
  const count = parts.reduce((sum, part) => sum + part.row.length, 0)
  const joinInts = (of: (part: Part) => Int32Array) => {
    const joined = new Int32Array(count)
    let at = 0
    for (const part of parts) {
      joined.set(of(part), at)
      at += part.row.length
    }
    return joined
  }
  return {
    tickers: [...position.keys()],
    ticker: joinInts((part) => part.ticker),
    session: joinInts((part) => part.session),
    columns: joinColumns(parts, count),
    file: joinInts((part) => new Int32Array(part.row.length).fill(part.file)),
    row: joinInts((part) => part.row),
    files: files.map(({ table }) => table.file),
  }
}

interface Part {
  readonly file: number
  readonly ticker: Int32Array
  readonly session: Int32Array
  readonly row: Int32Array
  readonly columns: ReadonlyMap<ColumnName, Float64Array>
}

function joinColumns(parts: ReadonlyArray<Part>, count: number): Record<ColumnName, Float64Array> {
  const join = (name: ColumnName): Float64Array => {
    const joined = new Float64Array(count).fill(NaN)
    let at = 0
    for (const part of parts) {
      const column = part.columns.get(name)
      if (column !== undefined) joined.set(column, at)
      at += part.row.length
    }
    return joined
  }
  return {
    open: join("open"),
    high: join("high"),
    low: join("low"),
    close: join("close"),
    volume: join("volume"),
    dividend: join("dividend"),
    split_ratio: join("split_ratio"),
    adj_close: join("adj_close"),
  }
}

function longRows({ table, layout }: DecodedFile, file: number, idOf: (name: string) => number): Part {
  const names = table.ticker?.names ?? [table.file.replace(/\.(csv|txt|parquet|pq)(\.gz)?$/i, "")]
  const ids = names.map(idOf)
  return {
    file,
    ticker:
      table.ticker === undefined
        ? new Int32Array(table.rows).fill(ids[0]!)
        : table.ticker.index.map((i) => ids[i]!),
    session: table.date,
    row: Int32Array.from({ length: table.rows }, (_, i) => i + 1),
    columns: new Map(layout.numbers.map(({ name }, i) => [name as ColumnName, table.numbers[i]!])),
  }
}

function wideRows({ table, layout }: DecodedFile, file: number, idOf: (name: string) => number): Part {
  const ids = layout.numbers.map(({ name }) => idOf(name))
  const known = table.numbers.map((closes) =>
    closes.reduce((sum, close) => sum + (Number.isNaN(close) ? 0 : 1), 0),
  )
  const count = known.reduce((sum, n) => sum + n, 0)
  const part = { ticker: new Int32Array(count), session: new Int32Array(count), row: new Int32Array(count) }
  const close = new Float64Array(count)
  let at = 0
  table.numbers.forEach((closes, column) => {
    closes.forEach((value, row) => {
      if (Number.isNaN(value)) return
      part.ticker[at] = ids[column]!
      part.session[at] = table.date[row]!
      part.row[at] = row + 1
      close[at++] = value
    })
  })
  return { file, ...part, columns: new Map([["close", close]]) }
}

// ------------------------------------------------------------------------------------------------------- selecting

/** The rows whose index is given, in that order. */
export function pickRows(rows: ImportRows, picked: ArrayLike<number>): ImportRows {
  const pick = (name: ColumnName) => gather(rows.columns[name], new Float64Array(picked.length), picked)
  const pickInts = (column: Int32Array) => gather(column, new Int32Array(picked.length), picked)
  return {
    ...rows,
    ticker: pickInts(rows.ticker),
    session: pickInts(rows.session),
    file: pickInts(rows.file),
    row: pickInts(rows.row),
    columns: {
      open: pick("open"),
      high: pick("high"),
      low: pick("low"),
      close: pick("close"),
      volume: pick("volume"),
      dividend: pick("dividend"),
      split_ratio: pick("split_ratio"),
      adj_close: pick("adj_close"),
    },
  }
}

function gather<A extends Int32Array | Float64Array>(from: A, into: A, picked: ArrayLike<number>): A {
  for (let i = 0; i < picked.length; i++) into[i] = from[picked[i]!]!
  return into
}

export interface DateRange {
  readonly from: number
  readonly to: number
}

/** Both ends included; an absent end is open. */
export function dateRange(from?: string, to?: string): Result.Result<DateRange, ImportOptionError> {
  const range = {
    from: from === undefined ? -Infinity : parseIsoDate(from),
    to: to === undefined ? Infinity : parseIsoDate(to),
  }
  if (range.from === undefined) return badDate("from", from!)
  if (range.to === undefined) return badDate("to", to!)
  if (range.from > range.to) {
    const problem = `it is after --to ${to}`
    return Result.fail(
      new ImportOptionError({ option: `--from ${from}`, problem, remedy: "Give an earlier start." }),
    )
  }
  return Result.succeed({ from: range.from, to: range.to })
}

const badDate = (option: string, text: string) =>
  Result.fail(
    new ImportOptionError({
      option: `--${option} ${text}`,
      problem: "it is no date",
      remedy: "Write it as 2020-12-31.",
    }),
  )
