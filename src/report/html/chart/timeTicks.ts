/** Marks of a time axis: years where there are several, else months. */
import { civilDateOf, epochDayOf } from "../../../kernel/civilDate.ts"

export interface TimeTick {
  readonly day: number
  readonly label: string
  /** may be left out where the page is narrow */
  readonly isMinor: boolean
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/**
 * @param first @param last epoch days
 * @param most about as many as have room
 */
export function timeTicks(first: number, last: number, most: number): ReadonlyArray<TimeTick> {
  const years = (last - first) / 365.25
  return years > 2.5 ? yearTicks(first, last, years, most) : monthTicks(first, last, years, most)
}

function yearTicks(first: number, last: number, years: number, most: number): ReadonlyArray<TimeTick> {
  const step = [1, 2, 5, 10, 20, 50, 100].find((each) => years / each <= most) ?? Math.ceil(years / most)
  const from = civilDateOf(first).year
  const marked: Array<TimeTick> = []
  for (let year = Math.ceil(from / step) * step; ; year += step) {
    const day = epochDayOf(year, 1, 1)
    if (day > last) return thinned(marked)
    if (day >= first) marked.push({ day, label: String(year), isMinor: false })
  }
}

function monthTicks(first: number, last: number, years: number, most: number): ReadonlyArray<TimeTick> {
  const step = [1, 2, 3, 6].find((each) => (12 * years) / each <= most) ?? 6
  const { year, month } = civilDateOf(first)
  const marked: Array<TimeTick> = []
  for (let count = year * 12 + Math.ceil((month - 1) / step) * step; ; count += step) {
    const [y, m] = [Math.floor(count / 12), (count % 12) + 1]
    const day = epochDayOf(y, m, 1)
    if (day > last) return thinned(marked)
    if (day >= first) marked.push({ day, label: m === 1 ? String(y) : monthNames[m - 1]!, isMinor: false })
  }
}

/** Every other one of many is minor. */
const thinned = (ticks: ReadonlyArray<TimeTick>): ReadonlyArray<TimeTick> =>
  ticks.length <= 6 ? ticks : ticks.map((tick, i) => ({ ...tick, isMinor: i % 2 === 1 }))
