import { isFlat } from "./sampleDeviation.ts"

/**
 * Slope of y on x by least squares: cov(x, y) / var(x).
 *
 * @param x @param y shape (n) each, no NaN
 * @returns NaN where x does not vary or there are fewer than two values. Total: never throws.
 */
export function slopeOf(x: Float64Array, y: Float64Array): number {
  const { xx, xy, meanX } = productsOf(x, y)
  return varies(xx, x.length, meanX) ? xy / xx : NaN
}

/** Correlation of x and y; NaN where one of them does not vary. */
export function correlationOf(x: Float64Array, y: Float64Array): number {
  const { xx, yy, xy, meanX, meanY } = productsOf(x, y)
  if (!varies(xx, x.length, meanX) || !varies(yy, y.length, meanY)) return NaN
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)))
}

const varies = (squares: number, count: number, mean: number): boolean =>
  count > 1 && !isFlat(Math.sqrt(squares / (count - 1)), mean)

interface Products {
  readonly meanX: number
  readonly meanY: number
  /** Σ (x − mean x)², Σ (y − mean y)², Σ (x − mean x)(y − mean y) */
  readonly xx: number
  readonly yy: number
  readonly xy: number
}

/** In two passes, as differences from the first value: equal values have products of exactly 0. */
function productsOf(x: Float64Array, y: Float64Array): Products {
  const count = x.length
  const [originX, originY] = [x[0] ?? NaN, y[0] ?? NaN]
  let [sumX, sumY] = [0, 0]
  for (let t = 1; t < count; t++) {
    sumX += x[t]! - originX
    sumY += y[t]! - originY
  }
  const [centreX, centreY] = [sumX / count, sumY / count]
  let [xx, yy, xy] = [0, 0, 0]
  for (let t = 0; t < count; t++) {
    const dx = x[t]! - originX - centreX
    const dy = y[t]! - originY - centreY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return { meanX: originX + centreX, meanY: originY + centreY, xx, yy, xy }
}
