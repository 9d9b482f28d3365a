/**
 * Weekdays on which the New York Stock Exchange was closed outside its rules, 1960 to 2025: mourning, weather, war, the
 * paperwork crisis of 1968. A future closure is one line here.
 *
 * Sources: NYSE, "Special closings since 1885" and "Holidays & trading hours" (nyse.com); the list agrees with
 * pandas_market_calendars 5.5.0 on every weekday of 1960–2100.
 */
import { parseIsoDate } from "../../kernel/civilDate.ts"

const dates = [
  "1961-05-29", // the day before Decoration Day
  "1963-11-25", // funeral of President Kennedy
  "1968-02-12", // Lincoln's birthday, kept that year
  "1968-04-09", // mourning for Martin Luther King
  // Paperwork crisis: Wednesdays without trading, but in weeks with a holiday.
  ...["1968-06-12", "1968-06-19", "1968-06-26", "1968-07-10", "1968-07-17", "1968-07-24", "1968-07-31"],
  ...["1968-08-07", "1968-08-14", "1968-08-21", "1968-08-28", "1968-09-11", "1968-09-18", "1968-09-25"],
  ...["1968-10-02", "1968-10-09", "1968-10-16", "1968-10-23", "1968-10-30", "1968-11-11", "1968-11-20"],
  ...["1968-12-04", "1968-12-11", "1968-12-18"],
  "1968-07-05", // the day after Independence Day
  "1969-02-10", // snow
  "1969-03-31", // funeral of President Eisenhower
  "1969-07-21", // the landing on the Moon
  "1972-12-28", // funeral of President Truman
  "1973-01-25", // funeral of President Johnson
  "1977-07-14", // blackout in New York
  "1985-09-27", // hurricane Gloria
  "1994-04-27", // funeral of President Nixon
  ...["2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14"], // attack on the World Trade Center
  "2004-06-11", // funeral of President Reagan
  "2007-01-02", // mourning for President Ford
  ...["2012-10-29", "2012-10-30"], // hurricane Sandy
  "2018-12-05", // mourning for President G. H. W. Bush
  "2025-01-09", // mourning for President Carter
]

/** Epoch days. */
export const nyseClosures: ReadonlySet<number> = new Set(dates.map((date) => parseIsoDate(date)!))
