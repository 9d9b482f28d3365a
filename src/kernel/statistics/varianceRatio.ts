import { mean } from "../mean.ts"
import { normalDistribution } from "../normalDistribution.ts"
import { isFlat } from "../sampleDeviation.ts"
import type { TestResult } from "./ljungBox.ts"

export interface VarianceRatio extends TestResult {
  /** 1 for a random walk; above where moves go on, below where they turn back */
  readonly ratio: number
}

/**
 * Variance of a series' sums over q rows against q times the variance of one: are its cumulated values a random walk? The statistic
 * is standard normal where they are, whatever the changing variance of the rows.
 *
 * @param values shape (n), log returns or other increments, no NaN
 * @param horizon q, 2 ≤ q < n; overlapping sums, without bias
 * @returns NaN where the values do not vary or are too few. Total: never throws.
 * Source: A. Lo, A. C. MacKinlay (1988), Stock market prices do not follow random walks, Review of Financial Studies 1(1).
 */
export function varianceRatio(values: Float64Array, horizon: number): VarianceRatio {
  const count = values.length
  const average = mean(values)
  const squares = values.map((value) => (value - average) * (value - average))
  const total = squares.reduce((sum, value) => sum + value, 0)
  if (count <= horizon || isFlat(Math.sqrt(total / count), average))
    return { ratio: NaN, statistic: NaN, pValue: NaN }
  const ratio = (variance(values, average, horizon) * (count - 1)) / total
  let spread = 0
  for (let lag = 1; lag < horizon; lag++) {
    let products = 0
    for (let t = lag; t < count; t++) products += squares[t]! * squares[t - lag]!
    const weight = (2 * (horizon - lag)) / horizon
    spread += (weight * weight * products) / (total * total)
  }
  const statistic = (ratio - 1) / Math.sqrt(spread)
  return { ratio, statistic, pValue: 2 * normalDistribution(-Math.abs(statistic)) }
}

/** Of the sums over q rows, for one row. */
function variance(values: Float64Array, average: number, horizon: number): number {
  const count = values.length
  let squares = 0
  for (let end = horizon; end <= count; end++) {
    let sum = 0
    for (let t = end - horizon; t < end; t++) sum += values[t]! - average
    squares += sum * sum
  }
  return squares / (horizon * (count - horizon + 1) * (1 - horizon / count))
}
