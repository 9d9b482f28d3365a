/**
 * Growth of each column of a panel of prices or indices over `lookback` rows.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @param lookback rows, ≥ 1
 * @returns shape (rows × width), value[t] / value[t − lookback] − 1, decimal; NaN for the first `lookback` rows
 *
 * NaN: where either end is NaN or the older one is not positive. Total: never throws.
 */
export function momentum(values: Float64Array, width: number, lookback: number): Float64Array {
  const out = new Float64Array(values.length)
  const distance = lookback * width
  out.fill(NaN, 0, distance)
  for (let at = distance; at < values.length; at++) {
    const before = values[at - distance]!
    out[at] = before > 0 ? values[at]! / before - 1 : NaN
  }
  return out
}
