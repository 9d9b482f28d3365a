/**
 * Bounds exposures, in their place; what is within `dust` of 0 becomes 0.
 *
 * @param values shape (length), without negative zeros after it; NaN stays NaN
 * @param least at most 0
 * @param most at least 0
 * @returns `values`. Total: never throws.
 */
export function boundedExposure(
  values: Float64Array,
  least: number,
  most: number,
  dust: number,
): Float64Array {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (Number.isNaN(value)) continue // most rows have no decision
    values[at] = Math.abs(value) <= dust ? 0 : Math.max(least, Math.min(most, value)) + 0
  }
  return values
}
