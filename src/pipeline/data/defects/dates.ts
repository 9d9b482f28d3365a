/** Kinds that a row's date alone, or the dates of an asset together, give away. */
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { formatIsoDate, weekdayOf } from "../../../kernel/civilDate.ts"
import type { SeriesKind } from "./Kind.ts"
import { runs } from "./runs.ts"
import { length } from "./Series.ts"

const sunday = 6

export const futureDate: SeriesKind = {
  kind: "future_date",
  what: "a date after the day on which the data were retrieved",
  smallest: "1 day",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: ({ session }, { today }) => {
    const from = session.findIndex((day) => day > today)
    if (from < 0) return []
    const to = session.length - 1
    return [
      {
        from,
        to,
        size: session[from]! - today,
        detail: `${countedNoun(to - from + 1, "row")} dated after ${formatIsoDate(today)}`,
      },
    ]
  },
}

export const outsideCalendar: SeriesKind = {
  kind: "outside_calendar",
  what: "a date for which the calendar is not known (nyse: before 1960, after 2100): start later (--from), or state another",
  smallest: "1 row",
  default: "refuse",
  allowed: ["refuse", "drop"],
  find: ({ session }, { calendar, supports }) =>
    runs(session.length, (row) => !supports(session[row]!)).map(([from, to]) => ({
      from,
      to,
      detail: `${countedNoun(to - from + 1, "row")} outside the years for which the calendar ${calendar} is known`,
    })),
}

/**
 * Instants at midnight read in a zone west of their own fall on the day before: Mondays become Sundays, and no Friday is
 * left. Forward it is Saturdays and no Monday.
 */
export const timeZoneShift: SeriesKind = {
  kind: "time_zone_shift",
  what: "all dates of an asset one day early or late (Sundays and no Friday, or Saturdays and no Monday); repair moves them",
  smallest: "15 rows over at least 3 weeks",
  default: "refuse",
  allowed: ["refuse", "repair"],
  find: (series, { calendar, isSession }) => {
    const { session } = series
    if (calendar !== "nyse" || length(series) < 15) return []
    const count = [0, 0, 0, 0, 0, 0, 0]
    for (const day of session) count[weekdayOf(day)]!++
    // of three Fridays or Mondays one may be a holiday
    const isEarly = count[sunday]! >= 2 && count[4]! === 0 && count[5]! === 0
    const isLate = count[5]! >= 2 && count[0]! === 0 && count[sunday]! === 0
    if (!isEarly && !isLate) return []
    const by = isEarly ? 1 : -1
    const fits = session.every((day) => isSession(day + by))
    return [
      {
        from: 0,
        to: length(series) - 1,
        size: length(series),
        detail: `its dates are one day ${isEarly ? "early: Sundays and no Friday" : "late: Saturdays and no Monday"}`,
        ...(fits ? { repair: () => session.forEach((day, row) => (session[row] = day + by)) } : {}),
      },
    ]
  },
}

/** Above this share the dates follow another calendar than the stated one. */
const mostOff = 0.05

export const otherCalendar: SeriesKind = {
  kind: "other_calendar",
  what: "more than 5 % of an asset's rows, and at least 3, on days that are no sessions: state another calendar",
  smallest: "3 rows and 5 %",
  default: "refuse",
  allowed: ["refuse", "drop"],
  find: (series, { isSession, calendar }) => {
    const off = runs(length(series), (row) => !isSession(series.session[row]!))
    const count = off.reduce((sum, [from, to]) => sum + to - from + 1, 0)
    if (count < 3 || count <= mostOff * length(series)) return []
    const detail = `${count} of ${length(series)} rows are no sessions of the calendar ${calendar}`
    return off.map(([from, to]) => ({ from, to, size: count, detail }))
  },
}

const offDays = (
  kind: "weekend_row" | "holiday_row",
  what: string,
  isKind: (day: number) => boolean,
): SeriesKind => ({
  kind,
  what,
  smallest: "1 row",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series, { isSession, calendar }) =>
    runs(length(series), (row) => !isSession(series.session[row]!) && isKind(series.session[row]!)).map(
      ([from, to]) => ({
        from,
        to,
        detail: `${countedNoun(to - from + 1, "row")} on no session of the calendar ${calendar}`,
      }),
    ),
})

export const weekendRow = offDays(
  "weekend_row",
  "a row on a Saturday or Sunday of an exchange",
  (day) => weekdayOf(day) > 4,
)
export const holidayRow = offDays(
  "holiday_row",
  "a row on a weekday without a session",
  (day) => weekdayOf(day) <= 4,
)
