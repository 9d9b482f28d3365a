/**
 * Sum of each row of a table, from left to right.
 *
 * @param values shape (rows × width), row-major; a NaN entry (an asset that is not listed) adds nothing
 * @returns shape (rows); 0 for a row without a value. Total: never throws.
 */
export function rowSums(values: Float64Array, rows: number, width: number): Float64Array {
  const out = new Float64Array(rows)
  for (let row = 0, at = 0; row < out.length; row++) {
    let total = 0
    for (let i = 0; i < width; i++, at++) if (!Number.isNaN(values[at]!)) total += values[at]!
    out[row] = total
  }
  return out
}
