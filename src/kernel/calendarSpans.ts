import { civilDateOf, epochDayOf, weekdayOf } from "./civilDate.ts"

/** Consecutive sessions [from, to) of one calendar year, or of one month of it. */
export interface CalendarSpan {
  readonly year: number
  /** 1 … 12; 0 for the whole year */
  readonly month: number
  readonly from: number
  readonly to: number
}

/**
 * Cuts sessions into calendar years or months.
 *
 * @param sessions shape (n), epoch days, strictly increasing
 * @returns one span for each year (month) that has a session, in order
 */
export function calendarSpans(sessions: Int32Array, unit: "year" | "month"): ReadonlyArray<CalendarSpan> {
  const spans: Array<CalendarSpan> = []
  let from = 0
  while (from < sessions.length) {
    const { year, month } = civilDateOf(sessions[from]!)
    const end = unit === "month" && month < 12 ? epochDayOf(year, month + 1, 1) : epochDayOf(year + 1, 1, 1)
    let to = from + 1
    while (to < sessions.length && sessions[to]! < end) to++
    spans.push({ year, month: unit === "year" ? 0 : month, from, to })
    from = to
  }
  return spans
}

/**
 * Whether a span lacks sessions of its year or month: because what is counted starts later, or ends earlier, than it.
 *
 * @param before epoch day of the session before the first counted one, undefined when there is none: then a span is
 *   whole only if it starts on its first day
 * @param after epoch day of the session after the last counted one, undefined when there is none: then a weekday left
 *   until the end of the span counts as a session to come (every day, when sessions fall on weekends)
 */
export function isPartial(
  span: CalendarSpan,
  sessions: Int32Array,
  before: number | undefined,
  after: number | undefined,
): boolean {
  const start = epochDayOf(span.year, span.month === 0 ? 1 : span.month, 1)
  const end =
    span.month === 0 || span.month === 12
      ? epochDayOf(span.year + 1, 1, 1)
      : epochDayOf(span.year, span.month + 1, 1)
  if (span.from === 0 && (before === undefined ? sessions[0]! > start : before >= start)) return true
  if (span.to < sessions.length) return false
  return after === undefined ? hasTradingDay(sessions[span.to - 1]! + 1, end, sessions) : after < end
}

/** Whether a day of [from, to) is one on which sessions may fall. */
function hasTradingDay(from: number, to: number, sessions: Int32Array): boolean {
  const everyDay = sessions.some((session) => weekdayOf(session) >= 5)
  for (let day = from; day < to; day++) if (everyDay || weekdayOf(day) < 5) return true
  return false
}
