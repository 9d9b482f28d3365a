import { mean } from "./mean.ts"
import { isFlat, sampleDeviation } from "./sampleDeviation.ts"

/**
 * Slope of y on x by least squares: cov(x, y) / var(x).
 *
 * @param x @param y shape (n) each, no NaN
 * @returns NaN where x does not vary or there are fewer than two values. Total: never throws.
 */
export function slopeOf(x: Float64Array, y: Float64Array): number {
  if (!varies(x)) return NaN
  return products(x, y) / products(x, x)
}

/** Correlation of x and y; NaN where one of them does not vary. */
export function correlationOf(x: Float64Array, y: Float64Array): number {
  if (!varies(x) || !varies(y)) return NaN
  const value = products(x, y) / Math.sqrt(products(x, x) * products(y, y))
  return Math.min(1, Math.max(-1, value))
}

const varies = (values: Float64Array): boolean => {
  const deviation = sampleDeviation(values)
  return !Number.isNaN(deviation) && !isFlat(deviation, mean(values))
}

/** Σ (x − mean x)(y − mean y). */
function products(x: Float64Array, y: Float64Array): number {
  const [middleX, middleY] = [mean(x), mean(y)]
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += (x[t]! - middleX) * (y[t]! - middleY)
  return sum
}
