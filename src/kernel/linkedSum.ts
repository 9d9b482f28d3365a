/**
 * Σ values·coefficients in order, over the entries that have a value.
 *
 * @param values shape (n); a NaN entry (not listed: nothing contributed) is left out
 * @param coefficients shape (n)
 * @returns 0 when no entry has a value. Total: never throws.
 */
export function linkedSum(values: Float64Array, coefficients: Float64Array): number {
  let total = 0
  for (let t = 0; t < values.length; t++)
    if (!Number.isNaN(values[t]!)) total += values[t]! * coefficients[t]!
  return total
}
