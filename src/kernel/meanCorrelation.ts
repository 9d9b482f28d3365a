import { mean } from "./mean.ts"
import { sampleDeviation } from "./sampleDeviation.ts"

/**
 * Average of the correlations of all pairs of N series, from the variance of the sum of their standardised values:
 * (var(Σ z) − N) / (N·(N − 1)), in N passes instead of N² / 2.
 *
 * @param series one a system, the same length, none constant, no NaN
 * @returns NaN for fewer than two series
 */
export function meanCorrelation(series: ReadonlyArray<Float64Array>): number {
  const count = series.length
  const sum = new Float64Array(series[0]?.length ?? 0)
  for (const values of series) {
    const [average, deviation] = [mean(values), sampleDeviation(values)]
    for (let t = 0; t < sum.length; t++) sum[t]! += (values[t]! - average) / deviation
  }
  const deviation = sampleDeviation(sum)
  return count < 2 ? NaN : (deviation * deviation - count) / (count * (count - 1))
}
