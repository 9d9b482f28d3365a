import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { civilDateOf, epochDayOf, formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import type { FoldSettings } from "./foldFields.ts"
import { foldsOf } from "./foldsOf.ts"

/** A test window as it is known in advance: its name, its first day, and the first day after it. */
export interface TestWindow {
  readonly name: string
  readonly from: string
  readonly until: string
}

/** Days for which there is data, and whose sessions they are. */
export interface Span {
  readonly calendar: ExchangeCalendar.Name
  /** YYYY-MM-DD */
  readonly first: string
  readonly last: string
}

/**
 * The test windows that begin within a span, by the rules of the exchange alone: the same as those of `validation/folds` on data of the
 * same span, and each up to its own end, also where the data ends before. So a day that is appended changes no window.
 */
export function testWindows(
  settings: FoldSettings,
  { calendar, first, last }: Span,
): ReadonlyArray<TestWindow> {
  const begin = parseIsoDate(settings.start !== undefined && settings.start > first ? settings.start : first)!
  const end = parseIsoDate(last)!
  if (settings.type === "yearly") return years(begin, end, settings.start)
  const beyond = end + 2 * settings.test_sessions + 30 // days: more than a window has
  const sessions = ExchangeCalendar.sessionsBetween(ExchangeCalendar.byName(calendar), begin, beyond)
  const { folds } = foldsOf(sessions, settings)
  return folds.flatMap(({ name, test_from: from }, i) => {
    const until = folds[i + 1]?.test_from ?? formatIsoDate(beyond + 1)
    return from <= last ? [{ name, from, until }] : []
  })
}

/** @param start where testing begins within a year */
function years(begin: number, end: number, start: string | undefined): ReadonlyArray<TestWindow> {
  if (begin > end) return []
  const [from, to] = [civilDateOf(begin).year, civilDateOf(end).year]
  const opening = (year: number): string => formatIsoDate(epochDayOf(year, 1, 1))
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    name: String(from + i),
    from: start !== undefined && start > opening(from + i) ? start : opening(from + i),
    until: opening(from + i + 1),
  }))
}
