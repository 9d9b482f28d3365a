/**
 * The same weight for every member, one row.
 *
 * @param member shape (n), 1 = takes part, 0 = does not, NaN = not there
 * @returns shape (n), ≥ 0, sum 1 (0 without members); NaN where `member` is. Total: never throws.
 */
export function equalWeights(member: Float64Array): Float64Array {
  const out = new Float64Array(member.length)
  let count = 0
  for (let i = 0; i < out.length; i++) if (member[i] === 1) count++
  for (let i = 0; i < out.length; i++)
    out[i] = member[i] === 1 ? 1 / count : Number.isNaN(member[i]!) ? NaN : 0
  return out
}
