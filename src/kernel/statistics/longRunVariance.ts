/**
 * Long-run variance of a series around 0: Σ over lags −L … L of (1 − |l| / (L + 1))·(1/n)·Σ x_t·x_{t−l}, never negative.
 *
 * @param values shape (n), centred, no NaN
 * @param lags L ≥ 0
 * Source: W. Newey, K. West (1987), Econometrica 55(3).
 */
export function longRunVariance(values: Float64Array, lags: number): number {
  let total = 0
  for (let lag = 0; lag <= lags && lag < values.length; lag++) {
    let sum = 0
    for (let t = lag; t < values.length; t++) sum += values[t]! * values[t - lag]!
    total += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * sum
  }
  return total / values.length
}
