/**
 * Σ weight × values, entry by entry, in the order given.
 *
 * @param terms each of shape (length)
 * @param weights one a term
 * @returns shape (length); NaN: a term that is NaN counts 0, an entry without any term is NaN
 */
export function weightedSum(
  terms: ReadonlyArray<Float64Array>,
  weights: ReadonlyArray<number>,
  length: number,
): Float64Array {
  const out = new Float64Array(length).fill(NaN)
  terms.forEach((values, k) => {
    const weight = weights[k]!
    for (let at = 0; at < length; at++) {
      const value = values[at]!
      if (!Number.isNaN(value)) out[at] = (Number.isNaN(out[at]!) ? 0 : out[at]!) + weight * value
    }
  })
  return out
}
