import { isTie } from "./ties.ts"

export interface DeepestDrawdown {
  /** min(equity / peak − 1), decimal, ≤ 0 */
  readonly depth: number
  /** last entry at the peak before the trough; −1 when there is no drawdown */
  readonly peak: number
  /** first entry at the depth; −1 when there is no drawdown */
  readonly trough: number
  /** first entry after the trough that is back at the peak; −1 when there is none */
  readonly recovery: number
}

/** A level this close below its peak stands at it: levels are products of many rounded factors. */
const dust = 1e-12

/**
 * The deepest drawdown of a level, by share (not by amount).
 *
 * @param equity shape (n), its first entry is the start and counts as a peak; no NaN
 * @returns depth and entries; levels that tie (`ties.ts`) count as equal. Total: never throws.
 */
export function deepestDrawdown(equity: Float64Array): DeepestDrawdown {
  let highest = -Infinity
  let depth = 0
  let trough = -1
  let peakLevel = NaN
  for (let t = 0; t < equity.length; t++) {
    const level = equity[t]!
    if (level >= highest) {
      highest = level
      continue
    }
    const below = level / highest - 1
    if (below >= depth) continue
    depth = below
    trough = t
    peakLevel = highest
  }
  if (depth > -dust) return { depth, peak: -1, trough: -1, recovery: -1 }
  return {
    depth,
    peak: atPeak(equity, peakLevel, trough, -1),
    trough,
    recovery: atPeak(equity, peakLevel, trough, 1),
  }
}

/** The entry at the peak that is next to the trough, walking by `step`; −1 when there is none. */
function atPeak(equity: Float64Array, peakLevel: number, trough: number, step: number): number {
  for (let t = trough; t >= 0 && t < equity.length; t += step) {
    if (equity[t]! >= peakLevel || isTie(equity[t]!, peakLevel)) return t
  }
  return -1
}
