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
  const out = new Float64Array(length)
  if (terms.length === 0) return out.fill(NaN)
  const [first, weight] = [terms[0]!, weights[0]!]
  for (let at = 0; at < length; at++) out[at] = 0 + weight * first[at]! // 0 +: no negative zero
  for (let k = 1; k < terms.length; k++) addTerm(out, terms[k]!, weights[k]!)
  return out
}

function addTerm(sums: Float64Array, values: Float64Array, weight: number): void {
  for (let at = 0; at < sums.length; at++) {
    const value = values[at]!
    if (Number.isNaN(value)) continue
    const sum = sums[at]!
    sums[at] = (Number.isNaN(sum) ? 0 : sum) + weight * value
  }
}
