import type { ExchangeCalendar, Period } from "../../domain/ExchangeCalendar.ts"
import { epochDayOf } from "../../kernel/civilDate.ts"

export const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const

export type Day = "first_trading_day" | "last_trading_day" | (typeof weekdays)[number]

/**
 * The one session of a period on which a decision is made, by the rules of the exchange alone.
 *
 * A weekday stands for the first session of the ISO week on or after it, else the week's last.
 *
 * @param index which period, as `periodOf` numbers them
 * @returns epoch day; NaN for a period without a session
 */
export function decisionDay(calendar: ExchangeCalendar, period: Period, index: number, day: Day): number {
  const start = startOf(period, index)
  const end = startOf(period, index + 1)
  const last = within(calendar.previous(end), start, end)
  if (day === "last_trading_day") return last
  const from = day === "first_trading_day" ? start : start + weekdays.indexOf(day)
  const first = within(calendar.next(from - 1), start, end)
  return Number.isNaN(first) ? last : first
}

const within = (day: number, start: number, end: number): number => (day >= start && day < end ? day : NaN)

/** Epoch day on which a period starts, session or not. */
function startOf(period: Period, index: number): number {
  switch (period) {
    case "week":
      return index * 7 - 3
    case "month":
      return epochDayOf(Math.floor(index / 12), (index % 12) + 1, 1)
    case "quarter":
      return epochDayOf(Math.floor(index / 4), (index % 4) * 3 + 1, 1)
    case "year":
      return epochDayOf(index, 1, 1)
  }
}
