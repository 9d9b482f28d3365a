/** left − right, entry by entry. @param left shape (n). @param right shape (n). @returns NaN where either is NaN. */
export function difference(left: Float64Array, right: Float64Array): Float64Array {
  const out = new Float64Array(left.length)
  for (let t = 0; t < out.length; t++) out[t] = left[t]! - right[t]!
  return out
}
