/**
 * Σ weight × values, entry by entry, in the order given, with weights that change from row to row.
 *
 * @param terms each of shape (rows × width), row-major
 * @param weights one a term, each of shape (rows)
 * @returns shape (rows × width); NaN: a term that is NaN counts 0, an entry without any term is NaN
 */
export function weightedRows(
  terms: ReadonlyArray<Float64Array>,
  weights: ReadonlyArray<Float64Array>,
  width: number,
  length: number,
): Float64Array {
  const out = new Float64Array(length).fill(NaN)
  for (let k = 0; k < terms.length; k++) {
    const [values, weight] = [terms[k]!, weights[k]!]
    for (let at = 0; at < length; at++) {
      if (Number.isNaN(values[at]!)) continue
      const sum = Number.isNaN(out[at]!) ? 0 : out[at]!
      out[at] = sum + weight[Math.floor(at / width)]! * values[at]!
    }
  }
  return out
}
