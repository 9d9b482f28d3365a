/** Weeks, months, quarters and years as numbers of the date alone. */
import { civilDateOf } from "../../kernel/civilDate.ts"

export type Period = "week" | "month" | "quarter" | "year"

/** A number that is equal for the days of one period only, and grows with time; weeks are ISO weeks (Monday to Sunday). */
export function periodOf(epochDay: number, period: Period): number {
  if (period === "week") return Math.floor((epochDay + 3) / 7)
  const { year, month } = civilDateOf(epochDay)
  switch (period) {
    case "month":
      return year * 12 + month - 1
    case "quarter":
      return year * 4 + Math.floor((month - 1) / 3)
    case "year":
      return year
  }
}
