/**
 * The sessions over which a study is judged: from the fill session of its first decision with an eligible asset (that
 * session's cost is included) to the last session. The equity row of 1 stands at the session before.
 */
import * as Schema from "effect/Schema"
import * as Document from "../dag/Document.ts"
import type { ValueType } from "../dag/ValueType.ts"
import { parseIsoDate } from "../kernel/civilDate.ts"
import * as Calendar from "./Calendar.ts"
import * as Series from "./Series.ts"

const isoDate = Schema.NullOr(Schema.String)

export const schema = Schema.Struct({
  first_fill: isoDate.annotate({ description: "first session counted; null when nothing was ever filled" }),
  equity_base: isoDate.annotate({
    description: "session at whose close equity is 1; null when there is none before",
  }),
  last: isoDate.annotate({ description: "last session counted" }),
  sessions: Schema.Int.annotate({ description: "sessions counted, first_fill and last included" }),
  reason: isoDate.annotate({ description: "why the window is empty; null when it is not" }),
})

export type Window = typeof schema.Type

export const type: ValueType<Window> = Document.of("metric-window", schema)

export const empty = (reason: string): Window => ({
  first_fill: null,
  equity_base: null,
  last: null,
  sessions: 0,
  reason,
})

/** Rows [first, last] of the calendar; a window of no sessions is empty for the reason given. */
export function ofRows(calendar: Calendar.Calendar, first: number, last: number, reason: string): Window {
  if (first < 0 || last < first) return empty(reason)
  return {
    first_fill: Calendar.isoAt(calendar, first),
    equity_base: first > 0 ? Calendar.isoAt(calendar, first - 1) : null,
    last: Calendar.isoAt(calendar, last),
    sessions: last - first + 1,
    reason: null,
  }
}

/** Rows [from, to). */
export interface Rows {
  readonly from: number
  readonly to: number
}

/** The window's rows in a calendar that holds its dates; [0, 0) when the window is empty. */
export function rowsIn(window: Window, calendar: Calendar.Calendar): Rows {
  if (window.first_fill === null || window.last === null) return { from: 0, to: 0 }
  const from = Calendar.rowOnOrAfter(calendar, parseIsoDate(window.first_fill) ?? 0)
  const to = Calendar.rowOnOrAfter(calendar, (parseIsoDate(window.last) ?? -1) + 1)
  return { from, to: Math.max(from, to) }
}

/** The window's rows up to the last with a gross and a net return: after ruin there are none. */
export function countedRows(window: Window, returns: Series.Series): Rows {
  const { from, to } = rowsIn(window, returns.calendar)
  const [gross, net] = [Series.column(returns, "gross"), Series.column(returns, "net")]
  let end = from
  while (end < to && !Number.isNaN(gross[end]!) && !Number.isNaN(net[end]!)) end++
  return { from, to: end }
}
