/** A split: from this session on there are `ratio` new shares for each old one. */
export interface SplitEvent {
  /** epoch day */
  readonly session: number
  readonly ratio: number
}

/**
 * What one share of a day became by later splits: the product of the ratios of all splits after that day.
 * A split-adjusted price times it is the price as traded; a split-adjusted volume divided by it is the shares traded.
 *
 * @param sessions epoch days, increasing
 * @returns shape (n); 1 from the last split on. The factors of a run of equal days are the same bits.
 */
export function splitFactors(sessions: ArrayLike<number>, splits: ReadonlyArray<SplitEvent>): Float64Array {
  const latestFirst = [...splits].sort((left, right) => right.session - left.session)
  const out = new Float64Array(sessions.length)
  let factor = 1
  let next = 0
  for (let t = sessions.length - 1; t >= 0; t--) {
    while (next < latestFirst.length && latestFirst[next]!.session > sessions[t]!) {
      factor *= latestFirst[next++]!.ratio
    }
    out[t] = factor
  }
  return out
}
