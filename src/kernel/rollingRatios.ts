import { mean } from "./mean.ts"
import { isFlat, sampleDeviation } from "./sampleDeviation.ts"
import { slopeOf } from "./slopeOf.ts"

export interface RollingRatios {
  /** per session, shape (n) each; NaN where the window is not full or the figure undefined */
  readonly sharpe: Float64Array
  readonly deviation: Float64Array
  readonly beta: Float64Array
  /** deepest fall inside the window, decimal, ≤ 0 */
  readonly drawdown: Float64Array
}

/**
 * Sharpe ratio, deviation, beta and deepest drawdown over the last `window` returns at each row, each from its own rows.
 *
 * @param returns @param benchmark shape (n), decimal; a window with a NaN has no figures (without one of the benchmark: no beta)
 * @param riskFree per session
 * @param from first row to compute
 */
export function rollingRatios(
  returns: Float64Array,
  benchmark: Float64Array,
  window: number,
  riskFree: number,
  from: number,
): RollingRatios {
  const column = () => new Float64Array(returns.length).fill(NaN)
  const out = { sharpe: column(), deviation: column(), beta: column(), drawdown: column() }
  for (let t = Math.max(from, window - 1); t < returns.length; t++) {
    const own = returns.subarray(t - window + 1, t + 1)
    const average = mean(own)
    if (Number.isNaN(average)) continue
    const deviation = sampleDeviation(own)
    out.deviation[t] = deviation
    if (!isFlat(deviation, average)) out.sharpe[t] = (average - riskFree) / deviation
    out.beta[t] = slopeOf(benchmark.subarray(t - window + 1, t + 1), own)
    out.drawdown[t] = deepestFall(own)
  }
  return out
}

function deepestFall(returns: Float64Array): number {
  let [level, highest, deepest] = [1, 1, 0]
  for (const value of returns) {
    level *= 1 + value
    highest = Math.max(highest, level)
    deepest = Math.min(deepest, level / highest - 1)
  }
  return deepest
}
