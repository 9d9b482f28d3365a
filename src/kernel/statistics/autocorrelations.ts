import { mean } from "../mean.ts"
import { isFlat } from "../sampleDeviation.ts"

/**
 * Autocorrelations r_0 … r_lags of a series: Σ (x_t − m)(x_{t−l} − m) / Σ (x_t − m)², m the mean of all of it.
 *
 * @param values shape (n), no NaN
 * @returns shape (lags + 1), the first 1; all NaN where the values do not vary, 0 at lags of n and more. Total: never throws.
 * Source: G. Box, G. Jenkins, Time Series Analysis (1976), 2.1.
 */
export function autocorrelations(values: Float64Array, lags: number): Float64Array {
  const average = mean(values)
  const centred = values.map((value) => value - average)
  const squares = centred.reduce((sum, value) => sum + value * value, 0)
  const out = new Float64Array(lags + 1).fill(NaN)
  if (values.length < 2 || isFlat(Math.sqrt(squares / values.length), average)) return out
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0
    for (let t = lag; t < centred.length; t++) sum += centred[t]! * centred[t - lag]!
    out[lag] = sum / squares
  }
  return out
}
