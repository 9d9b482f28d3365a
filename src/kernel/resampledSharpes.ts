import { isFlat } from "./sampleDeviation.ts"
import { mean } from "./mean.ts"
import { stationaryBlocks } from "./stationaryBlocks.ts"

/**
 * Sharpe ratio per session of histories drawn from a series of returns by the stationary bootstrap.
 *
 * @param returns shape (n), n ≥ 2, no NaN
 * @param riskFree per session
 * @param unitsOf uniform numbers in [0, 1) for the history of this number
 * @returns shape (samples); a history that happens not to vary counts as a ratio of 0
 *
 * Moments are summed about the mean of all returns, so that squares lose no digits. A block's sums are differences of
 * running ones, so that a history costs as much as it has blocks, not rows.
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
  const sums = runningSums(returns, (value) => value - middle)
  const squares = runningSums(returns, (value) => (value - middle) * (value - middle))
  const ratios = new Float64Array(samples)
  for (let sample = 0; sample < samples; sample++) {
    let [sum, square] = [0, 0]
    stationaryBlocks(count, meanBlock, unitsOf(sample), (start, length) => {
      sum += sums[start + length]! - sums[start]!
      square += squares[start + length]! - squares[start]!
    })
    const average = middle + sum / count
    const deviation = Math.sqrt(Math.max(0, square - (sum * sum) / count) / (count - 1))
    ratios[sample] = isFlat(deviation, average) ? 0 : (average - riskFree) / deviation
  }
  return ratios
}

/** Shape (2n + 1): sums of what stands before each row, the series twice in a row, for blocks that wrap around its end. */
function runningSums(returns: Float64Array, of: (value: number) => number): Float64Array {
  const count = returns.length
  const sums = new Float64Array(2 * count + 1)
  for (let t = 0; t < 2 * count; t++) sums[t + 1] = sums[t]! + of(returns[t % count]!)
  return sums
}
