/**
 * Fixed weights of groups, shared equally by the members of each, one row.
 *
 * A group of which nobody takes part leaves its weight to the others, in proportion to theirs.
 *
 * @param member shape (n), 1 = takes part, 0 = does not, NaN = not there
 * @param group shape (n), index of each asset's group, −1 for none
 * @param weights weight of each group, ≥ 0
 * @returns shape (n), ≥ 0, sum 1 (0 when no group with a weight has a member); NaN where `member` is. Total: never throws.
 */
export function groupWeights(member: Float64Array, group: Int32Array, weights: Float64Array): Float64Array {
  const counts = new Int32Array(weights.length)
  for (let i = 0; i < member.length; i++) if (member[i] === 1 && group[i]! >= 0) counts[group[i]!]!++
  let present = 0
  for (let g = 0; g < weights.length; g++) if (counts[g]! > 0) present += weights[g]!
  return member.map((part, i) => {
    if (Number.isNaN(part)) return NaN
    const g = group[i]!
    return part === 1 && g >= 0 && present > 0 ? weights[g]! / present / counts[g]! : 0
  })
}
