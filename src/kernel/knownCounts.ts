/**
 * How many entries of each row are known.
 *
 * @param values shape (rows × width), row-major; NaN = not known
 * @returns shape (rows). Total: never throws.
 */
export function knownCounts(values: Float64Array, rows: number, width: number): Float64Array {
  const counts = new Float64Array(rows)
  for (let row = 0, at = 0; row < rows; row++) {
    let count = 0
    for (const end = at + width; at < end; at++) if (!Number.isNaN(values[at]!)) count++
    counts[row] = count
  }
  return counts
}
