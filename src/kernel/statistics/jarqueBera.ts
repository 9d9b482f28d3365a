import { centralMoments } from "../centralMoments.ts"
import { mean } from "../mean.ts"
import { isFlat } from "../sampleDeviation.ts"
import { chiSquareTail } from "./chiSquareTail.ts"
import type { TestResult } from "./ljungBox.ts"

/**
 * Are values normal, by their skewness S and kurtosis K (biased)? n/6·(S² + (K − 3)² / 4), chi-square with 2 degrees of freedom where n is
 * large.
 *
 * @param values shape (n), no NaN
 * @returns NaN where the values do not vary. Total: never throws.
 * Source: C. Jarque, A. Bera (1987), A test for normality of observations and regression residuals, International Statistical Review 55(2).
 */
export function jarqueBera(values: Float64Array): TestResult {
  const { second, third, fourth } = centralMoments(values)
  if (values.length < 2 || isFlat(Math.sqrt(second), mean(values))) return { statistic: NaN, pValue: NaN }
  const skewness = third / (second * Math.sqrt(second))
  const excess = fourth / (second * second) - 3
  const statistic = (values.length / 6) * (skewness * skewness + (excess * excess) / 4)
  return { statistic, pValue: chiSquareTail(statistic, 2) }
}
