/** Small tables of text beside the bars: who belonged to an index and when, which ticker became which. Checked line by line. */
import * as Result from "effect/Result"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { DataRefused, type Refusal } from "../errors.ts"
import type { Interval, Membership } from "../membership.ts"
import { assetNameProblem } from "../names.ts"

/** A file of lines, each cut into fields, the header among them. */
export interface TextTable {
  readonly file: string
  readonly lines: ReadonlyArray<ReadonlyArray<string>>
}

/** From a date on, what traded as `old` trades as `new`. */
export interface Rename {
  readonly old: string
  readonly new: string
  /** epoch day */
  readonly day: number
}

// ----------------------------------------------------------------------------------------------------- membership

/**
 * Columns `asset, from, to`: an asset belongs from `from` until the day before `to`; an empty `to` means that it still does.
 * Several lines of one asset are several intervals, which must not overlap.
 */
export function membershipOf(table: TextTable): Result.Result<Membership, DataRefused> {
  const { rows, problems } = rowsOf(table, ["asset", "from", "to"])
  const intervals: Record<string, Array<Interval & { readonly row: number }>> = {}
  for (const { row, fields } of rows) {
    const { asset, from, to } = fields as Record<"asset" | "from" | "to", string>
    const refuse = (field: string, problem: string) =>
      problems.push({ row, field, asset, date: null, problem })
    const name = assetNameProblem(asset)
    if (name !== undefined) refuse("asset", name)
    else if (parseIsoDate(from) === undefined)
      refuse("from", `${JSON.stringify(from)} is no date such as 2020-12-31`)
    else if (to !== "" && parseIsoDate(to) === undefined)
      refuse("to", `${JSON.stringify(to)} is no date such as 2020-12-31`)
    else if (to !== "" && to <= from) refuse("to", `${to} does not come after ${from}`)
    else {
      if (!Object.hasOwn(intervals, asset)) intervals[asset] = []
      intervals[asset]!.push({ row, from, ...(to === "" ? {} : { to }) })
    }
  }
  const sorted = Object.keys(intervals)
    .sort()
    .map((asset): [string, ReadonlyArray<Interval & { row: number }>] => {
      return [asset, intervals[asset]!.toSorted((a, b) => (a.from < b.from ? -1 : 1))]
    })
  for (const [asset, own] of sorted) {
    own.forEach(({ row, from }, i) => {
      const before = own[i - 1]
      if (before === undefined || (before.to !== undefined && before.to <= from)) return
      const problem = `the interval begins before that of row ${before.row} is over`
      problems.push({ row, field: "from", asset, date: from, problem })
    })
  }
  const membership = Object.fromEntries(
    sorted.map(([asset, own]) => [
      asset,
      own.map(({ from, to }) => (to === undefined ? { from } : { from, to })),
    ]),
  )
  return answer(
    table,
    problems,
    membership,
    "A membership file has the columns asset, from, to; an empty to means: still.",
  )
}

// --------------------------------------------------------------------------------------------------------- renames

/** Columns `old, new, date`: from the date on the asset of `old` trades as `new`. In order of dates. */
export function renamesOf(table: TextTable): Result.Result<ReadonlyArray<Rename>, DataRefused> {
  const { rows, problems } = rowsOf(table, ["old", "new", "date"])
  const renames: Array<Rename> = []
  for (const { row, fields } of rows) {
    const { old, new: now, date } = fields as Record<"old" | "new" | "date", string>
    const day = parseIsoDate(date)
    const refuse = (field: string, problem: string) =>
      problems.push({ row, field, asset: old, date: null, problem })
    const name = assetNameProblem(old) ?? assetNameProblem(now)
    if (name !== undefined) refuse("old, new", name)
    else if (old === now) refuse("new", `${now} is the old name too`)
    else if (day === undefined) refuse("date", `${JSON.stringify(date)} is no date such as 2020-12-31`)
    else if (renames.some((other) => other.old === old && other.day === day))
      refuse("old", "two lines rename it on that date")
    else renames.push({ old, new: now, day })
  }
  renames.sort((a, b) => a.day - b.day)
  return answer(
    table,
    problems,
    renames,
    "A ticker map has the columns old, new, date: from that date on old trades as new.",
  )
}

// ---------------------------------------------------------------------------------------------------------- either

interface Row {
  /** counted from 1 without the header */
  readonly row: number
  readonly fields: Readonly<Record<string, string>>
}

function rowsOf(
  { lines }: TextTable,
  names: ReadonlyArray<string>,
): { rows: ReadonlyArray<Row>; problems: Array<Refusal> } {
  const header = (lines[0] ?? []).map((name) => name.trim().toLowerCase())
  const places = names.map((name) => header.indexOf(name))
  const missing = names.filter((_, i) => places[i]! < 0)
  if (missing.length > 0) {
    const problem = `there is no column ${missing.join(", ")}`
    return { rows: [], problems: [{ row: 0, field: "", asset: null, date: null, problem }] }
  }
  const rows = lines.slice(1).map((fields, i) => ({
    row: i + 1,
    fields: Object.fromEntries(names.map((name, k) => [name, (fields[places[k]!] ?? "").trim()])),
  }))
  return { rows, problems: [] }
}

function answer<A>(
  { file }: TextTable,
  problems: ReadonlyArray<Refusal>,
  value: A,
  remedy: string,
): Result.Result<A, DataRefused> {
  if (problems.length === 0) return Result.succeed(value)
  return Result.fail(
    new DataRefused({ file, refusals: problems.slice(0, 20), total: problems.length, remedy }),
  )
}
