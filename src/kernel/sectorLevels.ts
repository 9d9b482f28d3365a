import type { CapRule } from "./capRule.ts"

/**
 * The factor at which each sector is exactly full: Σ min(asset cap, λ·m_i) = sector cap.
 *
 * With the largest k members at the asset cap, λ = (sector cap − k·asset cap) / Σ of the others; the first k for which
 * the next member stays below its cap is the answer.
 *
 * @param magnitudes shape (n), ≥ 0
 * @returns shape (sectors); Infinity where a sector cannot be filled. Total: never throws.
 */
export function sectorLevels(magnitudes: Float64Array, rule: CapRule): Float64Array {
  const levels = new Float64Array(rule.sectors).fill(Infinity)
  if (rule.sector === Infinity) return levels
  const members = membersOf(magnitudes, rule)
  for (let sector = 0; sector < rule.sectors; sector++) levels[sector] = levelOf(members[sector]!, rule)
  return levels
}

function levelOf(members: ReadonlyArray<number>, { asset, sector }: CapRule): number {
  const descending = Float64Array.from(members).sort().reverse()
  const rest = suffixSums(descending)
  for (let k = 0; k < descending.length; k++) {
    const atCap = k === 0 ? 0 : k * asset
    const level = (sector - atCap) / rest[k]!
    if (level * descending[k]! <= asset) return level
  }
  return Infinity
}

/** Sums of each entry and all after it, the smallest first. */
function suffixSums(descending: Float64Array): Float64Array {
  const sums = descending.slice()
  for (let k = sums.length - 2; k >= 0; k--) sums[k]! += sums[k + 1]!
  return sums
}

function membersOf(magnitudes: Float64Array, rule: CapRule): ReadonlyArray<ReadonlyArray<number>> {
  const members: Array<Array<number>> = Array.from({ length: rule.sectors }, () => [])
  for (let i = 0; i < magnitudes.length; i++)
    if (magnitudes[i]! > 0) members[rule.sectorOf[i]!]!.push(magnitudes[i]!)
  return members
}
