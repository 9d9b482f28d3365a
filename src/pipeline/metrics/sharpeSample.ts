import { centralMoments } from "../../kernel/centralMoments.ts"
import { mean } from "../../kernel/mean.ts"
import { isFlat, sampleDeviation } from "../../kernel/sampleDeviation.ts"
import type { SharpeSample } from "../../kernel/sharpeInference.ts"

/**
 * What inference about a Sharpe ratio reads of the returns behind it.
 *
 * @param riskFree per session
 * @returns undefined for fewer than three returns or returns that do not vary: there is no ratio to speak of
 */
export function sharpeSample(returns: Float64Array, riskFree: number): SharpeSample | undefined {
  const [average, deviation] = [mean(returns), sampleDeviation(returns)]
  if (returns.length < 3 || isFlat(deviation, average)) return undefined
  const { second, third, fourth } = centralMoments(returns)
  return {
    sharpe: (average - riskFree) / deviation,
    count: returns.length,
    skewness: third / (second * Math.sqrt(second)),
    kurtosis: fourth / (second * second),
  }
}
