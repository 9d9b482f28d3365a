import { mean } from "./mean.ts"
import { normalDistribution } from "./normalDistribution.ts"
import { power } from "./power.ts"

export interface SharpeDifference {
  /** ratio of the first less ratio of the second, per session */
  readonly difference: number
  /** robust to fat tails and to dependence over time */
  readonly standardError: number
  /** two-sided, of no difference */
  readonly pValue: number
}

/**
 * Are two Sharpe ratios over the same sessions different? The delta method on means and second moments, whose long-run
 * covariance is estimated with the Parzen kernel and Andrews' automatic bandwidth.
 *
 * @param first @param second excess returns, shape (n) each
 * @returns NaN in all fields for fewer than 5 sessions or when one of them does not vary. Total: never throws.
 *
 * Source: O. Ledoit, M. Wolf (2008), Robust Performance Hypothesis Testing with the Sharpe Ratio, Journal of Empirical
 * Finance 15(5), without prewhitening; D. Andrews (1991), Econometrica 59(3), for the bandwidth.
 */
export function sharpeDifference(first: Float64Array, second: Float64Array): SharpeDifference {
  const count = first.length
  const moments = [first, second, first.map((r) => r * r), second.map((r) => r * r)]
  const [mu1, mu2, gamma1, gamma2] = moments.map(mean) as [number, number, number, number]
  const [variance1, variance2] = [gamma1 - mu1 * mu1, gamma2 - mu2 * mu2]
  const difference = mu1 / Math.sqrt(variance1) - mu2 / Math.sqrt(variance2)
  if (count < 5 || !(variance1 > 1e-24) || !(variance2 > 1e-24)) {
    return { difference: NaN, standardError: NaN, pValue: NaN }
  }
  const gradient = [
    gamma1 / (variance1 * Math.sqrt(variance1)),
    -gamma2 / (variance2 * Math.sqrt(variance2)),
    -mu1 / (2 * variance1 * Math.sqrt(variance1)),
    mu2 / (2 * variance2 * Math.sqrt(variance2)),
  ]
  const centred = moments.map((series) => {
    const average = mean(series)
    return series.map((value) => value - average)
  })
  // the gradient times the vector of moments is one series, whose long-run variance is the quadratic form wanted
  const influence = first.map((_, t) =>
    centred.reduce((sum, series, k) => sum + gradient[k]! * series[t]!, 0),
  )
  const longRun = longRunVariance(influence, andrewsBandwidth(centred), 4)
  const standardError = Math.sqrt(Math.max(0, longRun) / count)
  return {
    difference,
    standardError,
    pValue: 2 * normalDistribution(-Math.abs(difference) / standardError),
  }
}

/** Σ of autocovariances by Parzen weights, with the small-sample factor n / (n − parameters). */
function longRunVariance(series: Float64Array, bandwidth: number, parameters: number): number {
  const count = series.length
  let sum = autocovariance(series, 0)
  for (let lag = 1; lag < count && lag <= bandwidth; lag++) {
    sum += 2 * parzen(lag / bandwidth) * autocovariance(series, lag)
  }
  return (sum * count) / (count - parameters)
}

function autocovariance(series: Float64Array, lag: number): number {
  let sum = 0
  for (let t = lag; t < series.length; t++) sum += series[t]! * series[t - lag]!
  return sum / series.length
}

const parzen = (x: number): number =>
  x <= 0.5 ? 1 - 6 * x * x * (1 - x) : x <= 1 ? 2 * (1 - x) * (1 - x) * (1 - x) : 0

/** 2.6614·(α(2)·n)^(1/5), α(2) from first-order autoregressions of the series, all of equal weight. */
function andrewsBandwidth(series: ReadonlyArray<Float64Array>): number {
  let [top, bottom] = [0, 0]
  for (const values of series) {
    const count = values.length
    let [products, squares] = [0, 0]
    for (let t = 1; t < count; t++) {
      products += values[t]! * values[t - 1]!
      squares += values[t - 1]! * values[t - 1]!
    }
    const rho = squares > 0 ? Math.min(0.97, Math.max(-0.97, products / squares)) : 0
    let residuals = 0
    for (let t = 1; t < count; t++)
      residuals += (values[t]! - rho * values[t - 1]!) * (values[t]! - rho * values[t - 1]!)
    const variance = residuals / (count - 1)
    const up = (1 - rho) * (1 - rho)
    top += (4 * rho * rho * variance * variance) / (up * up * up * up)
    bottom += (variance * variance) / (up * up)
  }
  return 2.6614 * power((top / bottom) * series[0]!.length, 1 / 5)
}
