/**
 * How many assets a decision may hold: entries of a row above 0.
 *
 * @param eligible shape (T × n) row-major: 1 or 0 at the rows of decisions, NaN elsewhere
 * @returns shape (T); NaN on rows without any value. Total: never throws.
 */
export function eligibleCounts(eligible: Float64Array, rows: number, width: number): Float64Array {
  const counts = new Float64Array(rows).fill(NaN)
  for (let row = 0, at = 0; row < rows; row++) {
    for (const end = at + width; at < end; at++) {
      const value = eligible[at]!
      if (Number.isNaN(value)) continue
      counts[row] = (Number.isNaN(counts[row]!) ? 0 : counts[row]!) + (value > 0 ? 1 : 0)
    }
  }
  return counts
}
