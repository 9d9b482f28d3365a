import { autocorrelations } from "./autocorrelations.ts"
import { chiSquareTail } from "./chiSquareTail.ts"

export interface TestResult {
  readonly statistic: number
  /** of a statistic this extreme where the null hypothesis holds */
  readonly pValue: number
}

/**
 * Are the first `lags` autocorrelations of a series all 0? Q = n(n + 2)·Σ r_l² / (n − l), chi-square with `lags` degrees of freedom.
 *
 * @param values shape (n), no NaN; n > lags
 * @returns NaN where the values do not vary or n ≤ lags. Total: never throws.
 * Source: G. Ljung, G. Box (1978), On a measure of lack of fit in time series models, Biometrika 65(2).
 */
export function ljungBox(values: Float64Array, lags: number): TestResult {
  const count = values.length
  if (count <= lags) return { statistic: NaN, pValue: NaN }
  const found = autocorrelations(values, lags)
  let sum = 0
  for (let lag = 1; lag <= lags; lag++) sum += (found[lag]! * found[lag]!) / (count - lag)
  const statistic = count * (count + 2) * sum
  return { statistic, pValue: chiSquareTail(statistic, lags) }
}
