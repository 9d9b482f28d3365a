import { mean } from "./moments.ts"

/** Sample autocorrelation at one lag, around one mean. */
export function autocorrelation(x: ArrayLike<number>, lag: number): number {
  const centre = mean(x)
  let [covariance, variance] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    const d = x[i]! - centre
    variance += d * d
    if (i >= lag) covariance += d * (x[i - lag]! - centre)
  }
  return covariance / variance
}

/** How long the size of returns is remembered: mean autocorrelation of |r| over lags 1 … 20. */
export function volatilityMemory(returns: Float64Array): number {
  const sizes = returns.map(Math.abs)
  return mean(Array.from({ length: 20 }, (_, lag) => autocorrelation(sizes, lag + 1)))
}
