import { rankScores } from "./rankScores.ts"

/**
 * Each row's ranks as scores between −1 and +1, among the columns that have a value on it.
 *
 * @param values shape (rows × width), row-major
 * @returns shape (rows × width), see `rankScores`; NaN where the value is. Total: never throws.
 */
export function rankRows(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN)
  const cells = new Int32Array(width)
  for (let base = 0; base < values.length; base += width) {
    let count = 0
    for (let at = base; at < base + width; at++) if (!Number.isNaN(values[at]!)) cells[count++] = at
    const scores = rankScores(Float64Array.from(cells.subarray(0, count), (at) => values[at]!))
    for (let k = 0; k < count; k++) out[cells[k]!] = scores[k]!
  }
  return out
}
