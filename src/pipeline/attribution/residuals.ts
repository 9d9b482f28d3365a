/** What is left over where parts should add up. */
import * as Series from "../../domain/Series.ts"

/** Row sums of some columns; a NaN part (an asset that is not listed) adds nothing. */
export function sumOfColumns(series: Series.Series, names: ReadonlyArray<string>): Float64Array {
  const out = new Float64Array(series.calendar.sessions.length)
  for (const name of names) {
    const column = Series.column(series, name)
    for (let t = 0; t < out.length; t++) if (!Number.isNaN(column[t]!)) out[t]! += column[t]!
  }
  return out
}

/** What the three steps from intent to gross return add up to; NaN where one of them is. */
export function sumOfSteps(daily: Series.Series): Float64Array {
  const [signal, allocation, leverage] = ["signal", "allocation", "leverage"].map((name) =>
    Series.column(daily, name),
  )
  return signal!.map((value, t) => value + allocation![t]! + leverage![t]!)
}

/** max |left − right| over the rows where both are known; null when there is none. */
export function largestResidual(left: Float64Array, right: Float64Array): number | null {
  let largest: number | null = null
  for (let t = 0; t < left.length; t++) {
    const size = Math.abs(left[t]! - right[t]!)
    if (!Number.isNaN(size)) largest = Math.max(largest ?? 0, size)
  }
  return largest
}
