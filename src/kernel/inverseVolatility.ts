/**
 * Weights in inverse proportion to volatility, one row.
 *
 * @param member shape (n), 1 = takes part, 0 = does not, NaN = not there
 * @param volatility shape (n), in any one unit
 * @param floor smallest volatility that counts, > 0
 * @returns shape (n), ≥ 0, sum 1 (0 when no member has a volatility); NaN where `member` is. Total: never throws.
 */
export function inverseVolatility(
  member: Float64Array,
  volatility: Float64Array,
  floor: number,
): Float64Array {
  const out = new Float64Array(member.length)
  let sum = 0
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(member[i]!)) out[i] = NaN
    else if (member[i] === 1 && !Number.isNaN(volatility[i]!))
      sum += out[i] = 1 / Math.max(volatility[i]!, floor)
  }
  if (sum > 0) for (let i = 0; i < out.length; i++) out[i]! /= sum
  return out
}
