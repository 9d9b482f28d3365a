/**
 * Sessions of the New York Stock Exchange that close at 13:00, by rule, from 1992 on (24 December from 1990).
 *
 * The Friday after Thanksgiving; 24 December; 3 July, and until 2012 the Friday after a 4 July on a Thursday instead of the
 * Wednesday before; two scheduled days after Christmas. Days cut short by weather or a halt are not half-days.
 * Source: NYSE, "Holidays & trading hours" (nyse.com); checked with pandas_market_calendars 5.5.0 for 1990–2030.
 */
import { civilDateOf, parseIsoDate, weekdayOf } from "../../kernel/civilDate.ts"

const wednesday = 2
const friday = 4
const afterChristmas: ReadonlySet<number> = new Set(
  ["1997-12-26", "2003-12-26"].map((date) => parseIsoDate(date)!),
)

/** Is this session a half-day? The answer for a day without a session means nothing. */
export function isNyseHalfDay(epochDay: number): boolean {
  const { year, month, day } = civilDateOf(epochDay)
  const weekday = weekdayOf(epochDay)
  if (month === 11) return year >= 1992 && weekday === friday && day >= 23 && day <= 29
  if (month === 12) return (year >= 1990 && day === 24) || afterChristmas.has(epochDay)
  if (month !== 7 || year < 1995) return false
  return (
    (day === 3 && (weekday !== wednesday || year >= 2013)) || (day === 5 && weekday === friday && year < 2013)
  )
}
