/** Rows of all files together, as they came: not sorted, not checked. */
import * as Result from "effect/Result"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import type { ColumnName } from "../Bars.ts"
import { ImportOptionError } from "../errors.ts"
import type { RawTable } from "../RawTable.ts"
import type { TableLayout } from "../tableLayout.ts"

export interface DecodedFile {
  readonly table: RawTable
  readonly layout: TableLayout
}

/** Arrays may be those of the files, or shared by columns that no file has: never write to them. */
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

/** The columns that some file has. */
export const columnsGiven = (files: ReadonlyArray<DecodedFile>): ReadonlySet<ColumnName> =>
  new Set(
    files.flatMap(
      ({ layout }): ReadonlyArray<ColumnName> =>
        layout.kind === "wide" ? ["close"] : layout.numbers.map(({ name }) => name),
    ),
  )

/** Cells that are not known are NaN; a wide file gives a row for every close that it has, and for text in place of one. */
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
  return {
    tickers: [...position.keys()],
    ticker: joinInts(parts, count, (part) => part.ticker),
    session: joinInts(parts, count, (part) => part.session),
    columns: joinColumns(parts, count),
    file: fileOfRows(parts, count),
    row: joinInts(parts, count, (part) => part.row),
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

/** What a single file has is not copied. */
function joinInts(parts: ReadonlyArray<Part>, count: number, of: (part: Part) => Int32Array): Int32Array {
  if (parts.length === 1) return of(parts[0]!)
  const joined = new Int32Array(count)
  let at = 0
  for (const part of parts) {
    joined.set(of(part), at)
    at += part.row.length
  }
  return joined
}

function fileOfRows(parts: ReadonlyArray<Part>, count: number): Int32Array {
  const files = new Int32Array(count)
  let at = 0
  for (const { file, row } of parts) {
    files.fill(file, at, at + row.length)
    at += row.length
  }
  return files
}

/** Columns that no file has are one array of NaN among them. */
function joinColumns(parts: ReadonlyArray<Part>, count: number): Record<ColumnName, Float64Array> {
  let unknown: Float64Array | undefined
  const join = (name: ColumnName): Float64Array => {
    const given = parts.filter((part) => part.columns.has(name))
    if (given.length === 0) return (unknown ??= new Float64Array(count).fill(NaN))
    if (parts.length === 1) return given[0]!.columns.get(name)!
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
  const names = table.ticker?.names ?? [table.file.replace(/(\.(csv|tsv|txt|parquet|pq))?(\.gz)?$/i, "")]
  const ids = names.map(idOf)
  return {
    file,
    ticker:
      table.ticker === undefined
        ? new Int32Array(table.rows).fill(ids[0]!)
        : renumbered(table.ticker.index, ids),
    session: table.date,
    row: countedFrom1(table.rows),
    columns: new Map(layout.numbers.map(({ name }, i) => [name as ColumnName, table.numbers[i]!])),
  }
}

/** The file's own array where its numbers are the right ones already. */
const renumbered = (index: Int32Array, ids: ReadonlyArray<number>): Int32Array =>
  ids.every((id, i) => id === i) ? index : index.map((i) => ids[i]!)

function countedFrom1(count: number): Int32Array {
  const rows = new Int32Array(count)
  for (let at = 0; at < count; at++) rows[at] = at + 1
  return rows
}

/** Cells of a wide table with text for a number: they keep their row, so that a policy gets to see them. */
const textCells = ({ notes }: RawTable): ReadonlySet<string> =>
  new Set(
    notes.filter(({ kind }) => kind === "text_in_number").map(({ row, field }) => `${row} ${field.trim()}`),
  )

function knownIn(values: Float64Array): number {
  let known = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known++
  return known
}

function wideRows({ table, layout }: DecodedFile, file: number, idOf: (name: string) => number): Part {
  const ids = layout.numbers.map(({ name }) => idOf(name))
  const texts = textCells(table)
  const count = table.numbers.reduce((sum, closes) => sum + knownIn(closes), 0) + texts.size
  const part = { ticker: new Int32Array(count), session: new Int32Array(count), row: new Int32Array(count) }
  const close = new Float64Array(count)
  let at = 0
  table.numbers.forEach((closes, column) => {
    for (let row = 0; row < table.rows; row++) {
      if (Number.isNaN(closes[row]!) && !texts.has(`${row} ${layout.numbers[column]!.name}`)) continue
      part.ticker[at] = ids[column]!
      part.session[at] = table.date[row]!
      part.row[at] = row + 1
      close[at++] = closes[row]!
    }
  })
  return { file, ...part, columns: new Map([["close", close]]) }
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
