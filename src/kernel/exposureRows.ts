import { rankExposure } from "./rankExposure.ts"
import { zscoreExposure } from "./zscoreExposure.ts"

export interface ExposureRule {
  readonly mapping: "passthrough" | "rank_then_normalize" | "zscore_then_clip"
  /** standard deviations at which a standard score is ±1 */
  readonly clip: number
  /** Σ|e| of ranks */
  readonly gross: number
  /** bounds of one exposure, within −1 … 1 */
  readonly least: number
  readonly most: number
}

/**
 * Intent to exposure, row by row, across the assets that are eligible (1) and have an intent.
 *
 * @param intent shape (T × n)
 * @param eligible shape (T × n), 1 = eligible
 * @returns shape (T × n), −1 … 1; NaN for every other asset
 */
export function exposureRows(
  intent: Float64Array,
  eligible: Float64Array,
  assets: number,
  rule: ExposureRule,
): Float64Array {
  const out = new Float64Array(intent.length).fill(NaN)
  if (assets === 0) return out
  const cells = new Int32Array(assets)
  for (let base = 0; base < intent.length; base += assets) {
    let count = 0
    for (let at = base; at < base + assets; at++) {
      if (eligible[at] === 1 && !Number.isNaN(intent[at]!)) cells[count++] = at
    }
    if (count === 0) continue
    const wanted = new Float64Array(count)
    for (let k = 0; k < count; k++) wanted[k] = intent[cells[k]!]!
    const exposure = mapRow(wanted, rule)
    for (let k = 0; k < count; k++)
      out[cells[k]!] = Math.max(rule.least, Math.min(rule.most, exposure[k]!)) + 0 // + 0: no negative zero
  }
  return out
}

function mapRow(intent: Float64Array, rule: ExposureRule): Float64Array {
  switch (rule.mapping) {
    case "passthrough":
      return intent
    case "rank_then_normalize":
      return rankExposure(intent, rule.gross)
    case "zscore_then_clip":
      return zscoreExposure(intent, rule.clip)
  }
}
