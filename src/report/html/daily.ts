/** Series by session, cut to where they are known. */
import { parseIsoDate } from "../../kernel/civilDate.ts"
import type { Summary } from "../../pipeline/metrics/summary.ts"
import type { DailyTable } from "./ReportData.ts"

/** Rows from the first to the last on which one of the named columns is known; none when none ever is. */
export function knownSpan({ days, columns }: DailyTable, names: ReadonlyArray<string>): DailyTable {
  const series = names.flatMap((name) => columns[name] ?? [])
  const isKnown = (row: number): boolean => series.some((values) => !Number.isNaN(values[row]!))
  let [from, to] = [0, days.length]
  while (from < to && !isKnown(from)) from++
  while (to > from && !isKnown(to - 1)) to--
  return rowsOf({ days, columns }, from, to)
}

/** The sessions that a study's figures count; all of them where it does not say. */
export function counted(table: DailyTable, metrics: Summary | undefined): DailyTable {
  const first = metrics?.window.first_fill
  const day = typeof first === "string" ? parseIsoDate(first) : undefined
  if (day === undefined) return table
  const from = table.days.findIndex((each) => each >= day)
  return rowsOf(table, from < 0 ? table.days.length : from, table.days.length)
}

const rowsOf = ({ days, columns }: DailyTable, from: number, to: number): DailyTable => ({
  days: days.subarray(from, to),
  columns: Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.subarray(from, to)]),
  ),
})

/** The column on other sessions; NaN on those that it does not have. Both are ascending. */
export function onDays(days: Int32Array, from: Int32Array, values: Float64Array): Float64Array {
  const out = new Float64Array(days.length).fill(NaN)
  let at = 0
  days.forEach((day, row) => {
    while (at < from.length && from[at]! < day) at++
    if (from[at] === day) out[row] = values[at]!
  })
  return out
}

/**
 * Growth of one unit that stands at 1 on the first session; later sessions compound. A return that is not known leaves the
 * level unknown there and counts as none.
 */
export function growthOf(returns: Float64Array): Float64Array {
  let level = 1
  return returns.map((value, row) => {
    if (row === 0) return 1
    if (Number.isNaN(value)) return NaN
    level *= 1 + value
    return level
  })
}

/** Running sum; what is not known adds nothing. */
export function cumulated(values: Float64Array, factor = 1): Float64Array {
  let sum = 0
  return values.map((value) => (sum += Number.isNaN(value) ? 0 : factor * value))
}
