/**
 * Growth of a price or index over `lookback` sessions.
 *
 * @param index shape (n), a positive level
 * @param lookback sessions, ≥ 1
 * @returns shape (n), index[t] / index[t − lookback] − 1, decimal; NaN for the first `lookback` entries
 *
 * NaN: where either end is NaN. Total: never throws.
 */
export function momentum(index: Float64Array, lookback: number): Float64Array {
  const out = new Float64Array(index.length).fill(NaN)
  for (let t = lookback; t < index.length; t++) out[t] = index[t]! / index[t - lookback]! - 1
  return out
}
