import { weekdayOf } from "../../../kernel/civilDate.ts"
import type { RowKind } from "./DefectKind.ts"

const fewest = 15
const [monday, friday, saturday, sunday] = [0, 4, 5, 6]

/** Midnight in New York written in another time zone: every date of the asset is the day before or after. */
export const shiftedDates: RowKind = {
  kind: "shifted_dates",
  title: "all dates of an asset a day early (Sundays, no Fridays) or late (Saturdays, no Mondays)",
  smallest: `${fewest} rows`,
  level: "defect",
  allowed: ["refuse", "repair", "drop"],
  byDefault: "refuse",
  find: ({ session }, { calendar }) => {
    if (calendar !== "nyse" || session.length < fewest) return []
    const onDay = (weekday: number) =>
      session.reduce((sum, day) => sum + (weekdayOf(day) === weekday ? 1 : 0), 0)
    // three weeks have three of each weekday: two allow for a holiday
    const isEarly = onDay(sunday) >= 2 && onDay(friday) === 0 && onDay(saturday) === 0
    const isLate = onDay(saturday) >= 2 && onDay(monday) === 0 && onDay(sunday) === 0
    if (!isEarly && !isLate) return []
    return [
      {
        from: 0,
        to: session.length,
        detail: isEarly
          ? "every date is a day early: there are Sundays and no Fridays"
          : "every date is a day late: there are Saturdays and no Mondays",
        shiftDays: isEarly ? 1 : -1,
      },
    ]
  },
}
