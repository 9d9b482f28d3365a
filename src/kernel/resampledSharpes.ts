import { isFlat } from "./sampleDeviation.ts"
import { mean } from "./mean.ts"
import { stationaryBootstrap } from "./stationaryBootstrap.ts"

/**
 * Sharpe ratio per session of histories drawn from a series of returns by the stationary bootstrap.
 *
 * @param returns shape (n), n ≥ 2, no NaN
 * @param riskFree per session
 * @param unitsOf uniform numbers in [0, 1) for the history of this number
 * @returns shape (samples); a history that happens not to vary counts as a ratio of 0
 *
 * Moments are summed about the mean of all returns, so that squares lose no digits.
 */
export function resampledSharpes(
  returns: Float64Array,
  samples: number,
  meanBlock: number,
  riskFree: number,
  unitsOf: (sample: number) => () => number,
): Float64Array {
  const count = returns.length
  const middle = mean(returns)
  const centred = returns.map((value) => value - middle)
  const rows = new Int32Array(count)
  const ratios = new Float64Array(samples)
  for (let sample = 0; sample < samples; sample++) {
    stationaryBootstrap(count, meanBlock, unitsOf(sample), rows)
    let [sum, squares] = [0, 0]
    for (let t = 0; t < count; t++) {
      const value = centred[rows[t]!]!
      sum += value
      squares += value * value
    }
    const average = middle + sum / count
    const deviation = Math.sqrt(Math.max(0, squares - (sum * sum) / count) / (count - 1))
    ratios[sample] = isFlat(deviation, average) ? 0 : (average - riskFree) / deviation
  }
  return ratios
}
