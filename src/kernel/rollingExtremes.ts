/**
 * Highest and lowest of the last `window` rows of each column of a panel, today included.
 *
 * Extremes of blocks of `window` rows, from a row to the end of its block (the tail) and from the start of the next to a
 * row (the head), meet in each window (van Herk 1992, Gil and Werman 1993): as many comparisons, however long the window.
 * Extremes are exact, so that where blocks lie changes no bit. A block is small enough to stay in the cache while its
 * columns are read one after the other, and in one column comparisons go the same way for many rows.
 *
 * @param values shape (rows × width), row-major
 * @param window rows, ≥ 1
 * @returns each of shape (rows × width); NaN for the first `window` − 1 rows and where any value of the window is NaN
 *
 * Total: never throws.
 */
export function rollingExtremes(values: Float64Array, width: number, window: number): Extremes {
  const out = { high: new Float64Array(values.length), low: new Float64Array(values.length) }
  const tails = noTails(window)
  for (let first = 0; first < values.length; first += window * width) {
    const end = Math.min(values.length, first + window * width)
    for (let i = 0; i < width; i++) {
      if (first > 0) takeTails(tails, values, first - width + i, width)
      joinColumn(out, values, first + i, end, width, tails)
    }
  }
  return out
}

interface Extremes {
  readonly high: Float64Array
  readonly low: Float64Array
}

/** Extremes at k of the last `window` − k rows of a block of one column. Before the first block nothing is known. */
function noTails(window: number): Extremes {
  const tails = { high: new Float64Array(window + 1).fill(NaN), low: new Float64Array(window + 1).fill(NaN) }
  tails.high[window] = -Infinity
  tails.low[window] = Infinity
  return tails
}

/** @param last where the block's last value of the column is */
function takeTails({ high, low }: Extremes, values: Float64Array, last: number, width: number): void {
  let highest = -Infinity
  let lowest = Infinity
  for (let k = high.length - 2, at = last; k > 0; k--, at -= width) {
    high[k] = highest = Math.max(highest, values[at]!)
    low[k] = lowest = Math.min(lowest, values[at]!)
  }
}

/**
 * Extremes of one column in a block, [first, end). The head only rises and the tail only falls from row to row, so that
 * once the head has reached the tail it is the extreme for the rest of the block; so it is from a NaN in the head on.
 */
function joinColumn(
  out: Extremes,
  values: Float64Array,
  first: number,
  end: number,
  width: number,
  tails: Extremes,
): void {
  let highest = -Infinity
  let lowest = Infinity
  let headIsHigh = false
  let headIsLow = false
  for (let k = 1, at = first; at < end; k++, at += width) {
    highest = Math.max(highest, values[at]!)
    lowest = Math.min(lowest, values[at]!)
    headIsHigh ||= highest >= tails.high[k]! || Number.isNaN(highest)
    headIsLow ||= lowest <= tails.low[k]! || Number.isNaN(lowest)
    out.high[at] = headIsHigh ? highest : tails.high[k]!
    out.low[at] = headIsLow ? lowest : tails.low[k]!
  }
}
