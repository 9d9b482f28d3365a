/**
 * Growth of each column from its row to the one `horizon` rows later.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @param horizon rows, ≥ 1
 * @returns shape (rows × width), value[t + horizon] / value[t] − 1, decimal; NaN on the last `horizon` rows
 *
 * NaN: where either end is NaN or the earlier one is not positive. Total: never throws.
 */
export function forwardGrowth(values: Float64Array, width: number, horizon: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN)
  const distance = horizon * width
  for (let at = 0; at + distance < values.length; at++) {
    const now = values[at]!
    if (now > 0) out[at] = values[at + distance]! / now - 1
  }
  return out
}
