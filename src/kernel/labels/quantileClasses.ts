import { averageRanks } from "../averageRanks.ts"

/**
 * Classes 0 … classes − 1 of equal size among the values of each row, from the lowest to the highest.
 *
 * @param values shape (rows × width), row-major
 * @param classes ≥ 2
 * @returns shape (rows × width); tied values share a class
 *
 * NaN: where the value is, and on rows with fewer values than classes. Total: never throws.
 */
export function quantileClasses(values: Float64Array, width: number, classes: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN)
  for (let base = 0; base < values.length; base += width) {
    const cells: Array<number> = []
    for (let at = base; at < base + width; at++) if (!Number.isNaN(values[at]!)) cells.push(at)
    if (cells.length < classes) continue
    const ranks = averageRanks(Float64Array.from(cells, (at) => values[at]!))
    cells.forEach((at, k) => {
      out[at] = Math.min(classes - 1, Math.floor(((ranks[k]! - 0.5) * classes) / cells.length))
    })
  }
  return out
}
