import type { CapRule } from "./capRule.ts"
import { sectorLevels } from "./sectorLevels.ts"

/** Factors on the magnitudes of a row before each is cut at the asset cap. */
export interface CapLevels {
  /** of every sector that is not full */
  readonly level: number
  /** shape (sectors): the factor at which a sector is exactly full, Infinity where it cannot be */
  readonly full: Float64Array
}

/**
 * Water levels of one row under asset and sector caps together.
 *
 * With F(λ) = Σ_s min(sector cap, Σ_{i in s} min(asset cap, λ·m_i)), the level is the smallest λ in [1, maxScale] with
 * F(λ) = Σ m, or maxScale when there is none. F is piecewise linear and never falls, so the level lies between two of
 * its sorted break points and is solved for there: O(n log n), no iteration towards it.
 *
 * @param magnitudes shape (n), ≥ 0
 * Total: never throws.
 */
export function capLevels(magnitudes: Float64Array, rule: CapRule): CapLevels {
  const full = sectorLevels(magnitudes, rule)
  const gross = placed(magnitudes, { ...rule, asset: Infinity, sector: Infinity }, 1)
  if (placed(magnitudes, rule, 1) >= gross) return { level: 1, full }
  if (placed(magnitudes, rule, rule.maxScale) < gross) return { level: rule.maxScale, full }
  const breaks = breakPoints(magnitudes, full, rule)
  let low = 0
  let high = breaks.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (placed(magnitudes, rule, breaks[middle]!) >= gross) high = middle
    else low = middle + 1
  }
  const from = low === 0 ? 1 : breaks[low - 1]!
  return { level: Math.min(solve(magnitudes, full, rule, from, gross), breaks[low]!), full }
}

/** F(level). */
function placed(magnitudes: Float64Array, rule: CapRule, level: number): number {
  const sums = new Float64Array(rule.sectors)
  for (let i = 0; i < magnitudes.length; i++) {
    sums[rule.sectorOf[i]!]! += Math.min(rule.asset, level * magnitudes[i]!)
  }
  let total = 0
  for (let s = 0; s < sums.length; s++) total += Math.min(rule.sector, sums[s]!)
  return total
}

/** Levels in (1, maxScale) at which an asset or a sector gets full, and maxScale, ascending. */
function breakPoints(magnitudes: Float64Array, full: Float64Array, rule: CapRule): Float64Array {
  const points: Array<number> = [rule.maxScale]
  const keep = (level: number): void => {
    if (level > 1 && level < rule.maxScale) points.push(level)
  }
  for (let i = 0; i < magnitudes.length; i++) keep(rule.asset / magnitudes[i]!)
  full.forEach(keep)
  return Float64Array.from(points).sort()
}

/** The level at which F = gross on the segment that starts at `from`: what is full stays, the rest grows with λ. */
function solve(
  magnitudes: Float64Array,
  full: Float64Array,
  rule: CapRule,
  from: number,
  gross: number,
): number {
  let fixed = 0
  let slope = 0
  for (let s = 0; s < full.length; s++) if (full[s]! <= from) fixed += rule.sector
  for (let i = 0; i < magnitudes.length; i++) {
    if (full[rule.sectorOf[i]!]! <= from) continue
    if (rule.asset / magnitudes[i]! <= from) fixed += rule.asset
    else slope += magnitudes[i]!
  }
  return slope > 0 ? Math.max(from, (gross - fixed) / slope) : from
}
