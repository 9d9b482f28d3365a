import { mean } from "../mean.ts"
import { isFlat } from "../sampleDeviation.ts"
import { leastSquares } from "./leastSquares.ts"
import { longRunVariance } from "./longRunVariance.ts"
import type { TestResult } from "./ljungBox.ts"

/**
 * Is a series stationary around a constant, or around a straight line? Σ S_t² / (n²·s²), S the partial sums of what the trend leaves, s² its
 * long-run variance over `lags` by Bartlett weights. The null hypothesis is the opposite of Dickey and Fuller's: both together tell
 * a unit root from too little data.
 *
 * @param values shape (n), no NaN
 * @param lags ≥ 0
 * @returns the p-value between the tabulated .1 and .01, which stand for everything above and below; NaN where the values do not vary.
 * Total: never throws.
 * Source: D. Kwiatkowski, P. Phillips, P. Schmidt, Y. Shin (1992), Journal of Econometrics 54, table 1.
 */
export function kpss(values: Float64Array, lags: number, trend: "constant" | "linear"): TestResult {
  const count = values.length
  const rest = detrended(values, trend)
  const variance = rest === undefined ? NaN : longRunVariance(rest, lags)
  if (rest === undefined || !(variance > 0) || isFlat(Math.sqrt(variance), mean(values)))
    return { statistic: NaN, pValue: NaN }
  let [sum, squares] = [0, 0]
  for (const value of rest) {
    sum += value
    squares += sum * sum
  }
  const statistic = squares / (count * count * variance)
  return { statistic, pValue: interpolated(statistic, critical[trend]) }
}

function detrended(values: Float64Array, trend: "constant" | "linear"): Float64Array | undefined {
  if (trend === "linear") {
    const columns = [values.map(() => 1), values.map((_, t) => t)]
    return leastSquares(columns, values)?.residuals
  }
  const average = mean(values)
  return values.length < 2 ? undefined : values.map((value) => value - average)
}

const shares = [0.1, 0.05, 0.025, 0.01]

/** What the statistic exceeds with those probabilities. */
const critical = {
  constant: [0.347, 0.463, 0.574, 0.739],
  linear: [0.119, 0.146, 0.176, 0.216],
}

function interpolated(statistic: number, table: ReadonlyArray<number>): number {
  const above = table.findIndex((value) => statistic < value)
  if (above === 0) return shares[0]!
  if (above < 0) return shares.at(-1)!
  const [low, high] = [table[above - 1]!, table[above]!]
  const [from, to] = [shares[above - 1]!, shares[above]!]
  return from + ((statistic - low) / (high - low)) * (to - from)
}
