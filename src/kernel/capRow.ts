import { type CapLevels, capLevels } from "./capLevels.ts"
import type { CapRule } from "./capRule.ts"
import { sectorLevels } from "./sectorLevels.ts"

/** Excess over a cap that is rounding, not binding. */
const tie = 1e-12

export interface CappedRow {
  /** shape (n) */
  readonly weights: Float64Array
  readonly levels: CapLevels
}

/**
 * Weights of one row within asset and sector caps, signs kept.
 *
 * What the caps cut is given to the others in proportion (`raise`), or left as cash.
 *
 * @param row shape (n), fractions of net asset value; NaN (not there) stays NaN and counts 0
 * @returns undefined where no cap binds: the row stays as it is. Total: never throws.
 */
export function capRow(row: Float64Array, rule: CapRule, raise: boolean): CappedRow | undefined {
  const magnitudes = new Float64Array(row.length)
  for (let i = 0; i < row.length; i++) magnitudes[i] = Number.isNaN(row[i]!) ? 0 : Math.abs(row[i]!)
  if (!binds(magnitudes, rule)) return undefined
  const levels = raise ? capLevels(magnitudes, rule) : { level: 1, full: sectorLevels(magnitudes, rule) }
  const weights = row.slice()
  for (let i = 0; i < row.length; i++) {
    const level = Math.min(levels.level, levels.full[rule.sectorOf[i]!]!)
    const size = Math.min(rule.asset, level * magnitudes[i]!)
    if (magnitudes[i]! > 0) weights[i] = row[i]! < 0 ? -size : size
  }
  return { weights, levels }
}

function binds(magnitudes: Float64Array, rule: CapRule): boolean {
  const sums = new Float64Array(rule.sectors)
  for (let i = 0; i < magnitudes.length; i++) {
    if (magnitudes[i]! > rule.asset + tie) return true
    sums[rule.sectorOf[i]!]! += magnitudes[i]!
  }
  for (let s = 0; s < sums.length; s++) if (sums[s]! > rule.sector + tie) return true
  return false
}
