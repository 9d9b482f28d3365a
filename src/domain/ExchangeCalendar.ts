/**
 * The sessions of an exchange by rule, known in advance: the only calendar that may be read beyond today.
 *
 * `nyse` covers 1960 to 2100 by its holiday rules and its one-off closures; `always` is a market that never closes.
 * Outside the supported range there are no sessions; `decode` refuses such a day where it enters.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { epochDayOf, formatIsoDate, weekdayOf } from "../kernel/civilDate.ts"
import { isNyseHalfDay } from "./exchangeCalendar/isNyseHalfDay.ts"
import { isNyseHoliday } from "./exchangeCalendar/isNyseHoliday.ts"
import { nyseClosures } from "./exchangeCalendar/nyseClosures.ts"
import { type Period, periodOf } from "./exchangeCalendar/periodOf.ts"

export { type Period, periodOf } from "./exchangeCalendar/periodOf.ts"

export type Name = "nyse" | "always"

export interface ExchangeCalendar {
  readonly name: Name
  /** sessions a year, for annualising */
  readonly periodsPerYear: 252 | 365
  /** epoch days, first and last that the rules are known for */
  readonly range: readonly [first: number, last: number]
  readonly supports: (epochDay: number) => boolean
  /** false outside the supported range */
  readonly isSession: (epochDay: number) => boolean
  /** a session that closes early */
  readonly isHalfDay: (epochDay: number) => boolean
  /** the first session after a day; NaN when the supported range has none */
  readonly next: (epochDay: number) => number
  /** the last session before a day; NaN when the supported range has none */
  readonly previous: (epochDay: number) => number
}

/** A day for which the rules of an exchange are not known. */
export class UnsupportedDay extends Schema.TaggedError<UnsupportedDay>()("UnsupportedDay", {
  calendar: Schema.Literals(["nyse", "always"]),
  day: Schema.String,
  first: Schema.String,
  last: Schema.String,
}) {
  override get message(): string {
    return `The ${this.calendar} calendar is known from ${this.first} to ${this.last}; ${this.day} is outside. Choose dates within it.`
  }
}

export const exitCodes: Readonly<Record<string, number>> = { UnsupportedDay: 2 }

// ------------------------------------------------------------------------------------------------- constructors

export const nyse: ExchangeCalendar = make("nyse", 252, {
  isOpen: (day) => weekdayOf(day) < 5 && !isNyseHoliday(day) && !nyseClosures.has(day),
  isHalfDay: isNyseHalfDay,
})

export const always: ExchangeCalendar = make("always", 365, { isOpen: () => true, isHalfDay: () => false })

export const byName = (name: Name): ExchangeCalendar => (name === "nyse" ? nyse : always)

function make(
  name: Name,
  periodsPerYear: 252 | 365,
  rules: { isOpen: (epochDay: number) => boolean; isHalfDay: (epochDay: number) => boolean },
): ExchangeCalendar {
  const first = epochDayOf(1960, 1, 1)
  const last = epochDayOf(2100, 12, 31)
  const supports = (day: number): boolean => Number.isInteger(day) && day >= first && day <= last
  const isSession = (day: number): boolean => supports(day) && rules.isOpen(day)
  const step = (from: number, by: 1 | -1): number => {
    if (!Number.isFinite(from)) return NaN
    let day = by === 1 ? Math.max(Math.floor(from) + 1, first) : Math.min(Math.ceil(from) - 1, last)
    while (supports(day) && !rules.isOpen(day)) day += by
    return supports(day) ? day : NaN
  }
  return {
    name,
    periodsPerYear,
    range: [first, last],
    supports,
    isSession,
    isHalfDay: (day) => isSession(day) && rules.isHalfDay(day),
    next: (day) => step(day, 1),
    previous: (day) => step(day, -1),
  }
}

// --------------------------------------------------------------------------------------------------- operations

/** The day itself, or why the calendar cannot speak of it. */
export function decode(calendar: ExchangeCalendar, epochDay: number): Effect.Effect<number, UnsupportedDay> {
  if (calendar.supports(epochDay)) return Effect.succeed(epochDay)
  const [first, last] = calendar.range
  const day = Number.isFinite(epochDay) ? formatIsoDate(epochDay) : String(epochDay)
  return Effect.fail(
    new UnsupportedDay({
      calendar: calendar.name,
      day,
      first: formatIsoDate(first),
      last: formatIsoDate(last),
    }),
  )
}

/** The sessions from `from` to `to`, both included, in order. */
export function sessionsBetween(calendar: ExchangeCalendar, from: number, to: number): Int32Array {
  const sessions: Array<number> = []
  for (let day = calendar.next(from - 1); day <= to; day = calendar.next(day)) sessions.push(day)
  return Int32Array.from(sessions)
}

/**
 * Is this the first session of its week, month, quarter or year? By the rules of the exchange alone: which rows of data
 * exist is never looked at ("month end, because the next row is of another month" knows the future). False on days
 * without a session.
 */
export const isFirstOfPeriod = (calendar: ExchangeCalendar, epochDay: number, period: Period): boolean =>
  calendar.isSession(epochDay) && periodOf(calendar.previous(epochDay), period) !== periodOf(epochDay, period)

/** The same for the last session. */
export const isLastOfPeriod = (calendar: ExchangeCalendar, epochDay: number, period: Period): boolean =>
  calendar.isSession(epochDay) && periodOf(calendar.next(epochDay), period) !== periodOf(epochDay, period)

export const isFirstSessionOfMonth = (calendar: ExchangeCalendar, epochDay: number): boolean =>
  isFirstOfPeriod(calendar, epochDay, "month")

export const isLastSessionOfMonth = (calendar: ExchangeCalendar, epochDay: number): boolean =>
  isLastOfPeriod(calendar, epochDay, "month")
