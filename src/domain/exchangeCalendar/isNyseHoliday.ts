/**
 * The holidays of the New York Stock Exchange by rule, for weekdays from 1960 on.
 *
 * Sources: NYSE Rule 7.2 (Rule 51 before 2017) and "Holidays & trading hours" (nyse.com); for the years before 1971 the
 * exchange's history as coded in pandas_market_calendars 5.5.0, with which every weekday of 1960–2100 agrees.
 */
import { civilDateOf, weekdayOf } from "../../kernel/civilDate.ts"
import { easterSunday } from "../../kernel/easterSunday.ts"

const monday = 0
const tuesday = 1
const thursday = 3
const friday = 4

/** Is this weekday a holiday? The answer for a Saturday or Sunday means nothing. */
export function isNyseHoliday(epochDay: number): boolean {
  const { year, month, day } = civilDateOf(epochDay)
  const weekday = weekdayOf(epochDay)
  switch (month) {
    case 1: // New Year's Day on a Saturday is not made up; Martin Luther King Day from 1998
      return onSundayMadeUp(day, weekday, 1) || (year >= 1998 && isNth(3, monday, day, weekday))
    case 2:
      return isWashingtonsBirthday(year, day, weekday)
    case 3:
    case 4: // Good Friday
      return weekday === friday && epochDay === easterSunday(year) - 2
    case 5: // Memorial Day
      return year >= 1971 ? weekday === monday && day > 24 : observed(year, day, weekday, 30)
    case 6: // Juneteenth
      return year >= 2022 && onWeekendMadeUp(day, weekday, 19)
    case 7: // Independence Day
      return onWeekendMadeUp(day, weekday, 4)
    case 9: // Labor Day
      return isNth(1, monday, day, weekday)
    case 11: // Thanksgiving
      return isNth(4, thursday, day, weekday) || isElectionDay(year, day, weekday)
    case 12: // Christmas
      return onWeekendMadeUp(day, weekday, 25)
    default:
      return false
  }
}

/** On the date itself, or on the Monday after when it is a Sunday. */
const onSundayMadeUp = (day: number, weekday: number, date: number): boolean =>
  day === date || (weekday === monday && day === date + 1)

/** The same, or on the Friday before when it is a Saturday. */
const onWeekendMadeUp = (day: number, weekday: number, date: number): boolean =>
  onSundayMadeUp(day, weekday, date) || (weekday === friday && day === date - 1)

/** Holidays on a fixed date before 1971: a Saturday was made up from 1964 to 1969 only. */
const observed = (year: number, day: number, weekday: number, date: number): boolean =>
  year >= 1964 && year <= 1969 ? onWeekendMadeUp(day, weekday, date) : onSundayMadeUp(day, weekday, date)

const isNth = (n: number, weekdayWanted: number, day: number, weekday: number): boolean =>
  weekday === weekdayWanted && Math.ceil(day / 7) === n

const isWashingtonsBirthday = (year: number, day: number, weekday: number): boolean =>
  year >= 1971 ? isNth(3, monday, day, weekday) : observed(year, day, weekday, 22)

/** The Tuesday after the first Monday of November: every year until 1968, then in years of presidential elections until 1980. */
const isElectionDay = (year: number, day: number, weekday: number): boolean =>
  (year <= 1968 || (year <= 1980 && year % 4 === 0)) && weekday === tuesday && day >= 2 && day <= 8
