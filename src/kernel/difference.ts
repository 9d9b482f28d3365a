/** left − right, entry by entry. @param left shape (n). @param right shape (n). @returns NaN where either is NaN. */
export function difference(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, t) => value - right[t]!)
}
