/**
 * Where the least value stands.
 *
 * @param values shape (n), no NaN
 * @returns its first place; −1 when there are no values. Total: never throws.
 */
export function rowOfMinimum(values: Float64Array): number {
  let row = values.length > 0 ? 0 : -1
  for (let t = 1; t < values.length; t++) if (values[t]! < values[row]!) row = t
  return row
}
