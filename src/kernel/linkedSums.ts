/**
 * Σ over rows of value·coefficient, for each column of a table.
 *
 * @param values shape (rows × width), row-major; a NaN entry (not listed: nothing contributed) is left out
 * @param coefficients shape (rows)
 * @returns shape (width); 0 for a column without a value. Total: never throws.
 */
export function linkedSums(values: Float64Array, width: number, coefficients: Float64Array): Float64Array {
  const out = new Float64Array(width)
  for (let row = 0, at = 0; row < coefficients.length; row++) {
    const coefficient = coefficients[row]!
    for (let i = 0; i < width; i++, at++) {
      const value = values[at]!
      if (!Number.isNaN(value)) out[i] = out[i]! + value * coefficient
    }
  }
  return out
}
