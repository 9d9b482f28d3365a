import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Refusal } from "../errors.ts"
import type { CalendarName } from "../SnapshotManifest.ts"
import type { ImportRows } from "./ImportRows.ts"

/** Relative slack between low, high and the prices within: vendors round them apart. */
const tolerance = 1e-6

/** A row that is refused, by its index, with the reason. */
export interface RowRefusal extends Pick<Refusal, "field" | "problem"> {
  readonly at: number
}

/** What in single rows cannot be true of a bar. Empty cells are no fault. */
export function rowRefusals(rows: ImportRows): ReadonlyArray<RowRefusal> {
  const found: Array<RowRefusal> = []
  const { open, high, low, close, adj_close, volume, dividend, split_ratio } = rows.columns
  for (const [field, column] of Object.entries({ open, high, low, close, adj_close })) {
    column.forEach((price, at) => {
      if (price <= 0) found.push({ at, field, problem: `${price} is not above 0` })
    })
  }
  for (let at = 0; at < rows.session.length; at++) {
    const refuse = (field: string, problem: string) => found.push({ at, field, problem })
    if (split_ratio[at]! < 0) refuse("split_ratio", `${split_ratio[at]} is negative`)
    if (volume[at]! < 0) refuse("volume", `${volume[at]} is negative`)
    if (dividend[at]! < 0) refuse("dividend", `${dividend[at]} is negative`)
    const [lowest, highest] = [least(open[at]!, close[at]!), most(open[at]!, close[at]!)]
    if (lowest <= 0) continue // said already
    if (low[at]! > lowest * (1 + tolerance)) refuse("low", `${low[at]} is above open or close (${lowest})`)
    if (high[at]! < highest * (1 - tolerance))
      refuse("high", `${high[at]} is below open or close (${highest})`)
    if (low[at]! > high[at]! * (1 + tolerance)) refuse("low", `${low[at]} is above the high ${high[at]}`)
  }
  return found.sort((left, right) => left.at - right.at)
}

/** The lesser of those that are known. */
const least = (x: number, y: number): number => (x <= y || Number.isNaN(y) ? x : y)
const most = (x: number, y: number): number => (x >= y || Number.isNaN(y) ? x : y)

/** Days that are no sessions of the calendar. */
export function calendarRefusals(rows: ImportRows, calendar: CalendarName): ReadonlyArray<RowRefusal> {
  if (calendar === "union") return []
  const rules = ExchangeCalendar.byName(calendar)
  const known = new Map<number, boolean>()
  const found: Array<RowRefusal> = []
  rows.session.forEach((session, at) => {
    const isSession = known.get(session) ?? rules.isSession(session)
    known.set(session, isSession)
    if (isSession) return
    const why = rules.supports(session) ? "is no session of" : "lies outside what is known of"
    found.push({ at, field: "date", problem: `${formatIsoDate(session)} ${why} the calendar ${calendar}` })
  })
  return found
}

/** Rows that say the same asset and date twice; the rows are sorted by session and ticker. */
export function duplicateRefusals(rows: ImportRows): ReadonlyArray<RowRefusal> {
  const found: Array<RowRefusal> = []
  for (let at = 1; at < rows.session.length; at++) {
    if (rows.session[at] !== rows.session[at - 1] || rows.ticker[at] !== rows.ticker[at - 1]) continue
    const where = rows.file[at] === rows.file[at - 1] ? "" : ` of ${rows.files[rows.file[at - 1]!]}`
    const same = Object.values(rows.columns).every((column) => Object.is(column[at], column[at - 1]))
    const kind = same ? "the same as" : "in conflict with"
    found.push({
      at,
      field: "date",
      problem: `a second row for the date, ${kind} row ${rows.row[at - 1]}${where}`,
    })
  }
  return found
}
