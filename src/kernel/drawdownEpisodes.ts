import { isTie } from "./ties.ts"

/** One fall below the highest level so far, from that peak to the first entry back at it. */
export interface DrawdownEpisode {
  /** last entry at the peak before the fall */
  readonly peak: number
  /** first entry at the depth */
  readonly trough: number
  /** first entry back at the peak; −1 while it is not reached */
  readonly recovery: number
  /** equity at the trough / at the peak − 1, decimal, below 0 */
  readonly depth: number
}

/**
 * All episodes in order of time. They do not overlap: the next begins where the last has recovered.
 *
 * @param equity shape (n), its first entry is the start and counts as a peak; no NaN. Levels that tie count as equal.
 */
export function drawdownEpisodes(equity: Float64Array): ReadonlyArray<DrawdownEpisode> {
  const episodes: Array<DrawdownEpisode> = []
  let highest = equity[0] ?? NaN
  let peak = 0
  let trough = -1
  const end = (recovery: number): void => {
    if (trough >= 0) episodes.push({ peak, trough, recovery, depth: equity[trough]! / highest - 1 })
    trough = -1
  }
  for (let t = 1; t < equity.length; t++) {
    const level = equity[t]!
    if (level < highest && !isTie(level, highest)) {
      if (trough < 0 || level < equity[trough]!) trough = t
      continue
    }
    end(t)
    highest = Math.max(highest, level)
    peak = t
  }
  end(-1)
  return episodes
}
