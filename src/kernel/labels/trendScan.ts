import { log } from "../log.ts"

/** A line without residuals has no finite t-value: it counts as this, with its sign. */
const surest = 1e6

/** Shapes (rows × width); NaN where there is no label. */
export interface TrendScan {
  /** t-value of the slope, of the horizon where it is largest in size */
  readonly tValue: Float64Array
  /** that horizon, rows */
  readonly horizon: Float64Array
}

/**
 * The clearest straight trend that starts at each row: lines through the logarithm of the level over the next
 * `shortest` … `longest` rows, and the t-value of the slope that lies farthest from 0. At a tie the shortest horizon.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @param shortest rows after the first, ≥ 2
 * @param longest rows after the first, ≥ shortest
 *
 * NaN: where the next `longest` rows are not all there and known, or where the level does not move at all. Total: never
 * throws.
 * Source: M. López de Prado (2020), Machine Learning for Asset Managers, ch. 5.4.
 */
export function trendScan(values: Float64Array, width: number, shortest: number, longest: number): TrendScan {
  const levels = values.map((value) => (value > 0 ? log(value) : NaN))
  const tValue = new Float64Array(values.length).fill(NaN)
  const horizon = new Float64Array(values.length).fill(NaN)
  for (let at = 0; at + longest * width < values.length; at++) scan(at)
  return { tValue, horizon }

  function scan(at: number): void {
    const first = levels[at]!
    let [sum, squares, products] = [0, 0, 0] // of y, y² and x·y, with y from the first level and x from 0
    let [best, bestHorizon] = [NaN, NaN]
    for (let x = 1; x <= longest; x++) {
      const y = levels[at + x * width]! - first
      if (Number.isNaN(y)) return
      sum += y
      squares += y * y
      products += x * y
      if (x < shortest) continue
      const t = slopeT(x + 1, sum, squares, products)
      if (Math.abs(t) > Math.abs(best) || (Number.isNaN(best) && !Number.isNaN(t)))
        [best, bestHorizon] = [t, x]
    }
    tValue[at] = best
    horizon[at] = bestHorizon
  }
}

/** t-value of the slope of y on x = 0 … n − 1; NaN where y does not move. */
function slopeT(n: number, sum: number, squares: number, products: number): number {
  const xx = (n * (n * n - 1)) / 12
  const xy = products - ((n - 1) / 2) * sum
  const yy = squares - (sum * sum) / n
  if (!(yy > 1e-24 * n)) return NaN
  const slope = xy / xx
  const unexplained = Math.max(0, yy - slope * xy)
  const error = Math.sqrt(unexplained / (n - 2) / xx)
  const t = slope / error
  return Math.abs(t) < surest ? t : Math.sign(slope) * surest
}
