/**
 * Growth of each column of a panel of prices or indices from `lookback` to `skip` rows ago.
 *
 * @param values shape (rows × width), row-major, positive levels
 * @param lookback rows, > skip
 * @param skip rows, ≥ 0
 * @returns shape (rows × width), value[t − skip] / value[t − lookback] − 1, decimal; NaN for the first `lookback` rows
 *
 * NaN: where either end is NaN or the older one is not positive, and where the value at t is NaN: what has no price any
 * more has no place among those that do. Total: never throws.
 * Source: Jegadeesh and Titman (1993), Journal of Finance 48(1); the skip as in Asness, Moskowitz and Pedersen (2013).
 */
export function skippedMomentum(
  values: Float64Array,
  width: number,
  lookback: number,
  skip: number,
): Float64Array {
  const out = new Float64Array(values.length).fill(NaN)
  for (let at = lookback * width; at < values.length; at++) {
    const before = values[at - lookback * width]!
    if (before > 0 && !Number.isNaN(values[at]!)) out[at] = values[at - skip * width]! / before - 1
  }
  return out
}
