/**
 * Highest and lowest of the last `window` rows of each column of a panel, today included.
 *
 * Extremes of blocks of `window` rows, from a row to the end of its block and from the start to a row, meet in each
 * window (van Herk 1992, Gil and Werman 1993): three comparisons a value, however long the window. Extremes are exact,
 * so that where blocks lie changes no bit.
 *
 * @param values shape (rows × width), row-major
 * @param window rows, ≥ 1
 * @returns each of shape (rows × width); NaN for the first `window` − 1 rows and where any value of the window is NaN
 *
 * Total: never throws.
 */
export function rollingExtremes(values: Float64Array, width: number, window: number): Extremes {
  const rows = width === 0 ? 0 : values.length / width
  const out = { high: new Float64Array(values.length), low: new Float64Array(values.length) }
  const head = { high: new Float64Array(width), low: new Float64Array(width) }
  // of one block only, the one before: small enough to stay in the cache
  const size = window < rows ? window * width : 0
  const tails = { high: new Float64Array(size), low: new Float64Array(size) }
  for (let start = 0; start < rows; start += window) {
    if (start > 0) takeTails(tails, values, (start - window) * width, width)
    head.high.fill(-Infinity)
    head.low.fill(Infinity)
    for (let t = start; t < Math.min(rows, start + window); t++) {
      const isWhole = t === start + window - 1 || start === 0 // the head alone is the window (or, at first, less)
      joinRow(out, values, head, tails, t * width, isWhole ? -1 : (t - start + 1) * width)
    }
  }
  out.high.fill(NaN, 0, (window - 1) * width)
  out.low.fill(NaN, 0, (window - 1) * width)
  return out
}

interface Extremes {
  readonly high: Float64Array
  readonly low: Float64Array
}

/** Extremes from each row of the block at `first` up to its end. */
function takeTails({ high, low }: Extremes, values: Float64Array, first: number, width: number): void {
  high.set(values.subarray(first, first + high.length))
  low.set(high)
  for (let k = high.length - width - 1; k >= 0; k--) {
    high[k] = Math.max(high[k]!, high[k + width]!)
    low[k] = Math.min(low[k]!, low[k + width]!)
  }
}

/**
 * Takes a row into the head of its block, and writes the extremes of the head and of the tail.
 *
 * @param tail where in `tails` the rest of the window starts, −1 for none
 */
function joinRow(
  out: Extremes,
  values: Float64Array,
  head: Extremes,
  tails: Extremes,
  row: number,
  tail: number,
): void {
  const { high, low } = out
  const { high: headHigh, low: headLow } = head
  const { high: tailHigh, low: tailLow } = tails
  for (let i = 0; i < headHigh.length; i++) {
    const value = values[row + i]!
    const highest = Math.max(headHigh[i]!, value)
    const lowest = Math.min(headLow[i]!, value)
    headHigh[i] = highest
    headLow[i] = lowest
    high[row + i] = tail < 0 ? highest : Math.max(highest, tailHigh[tail + i]!)
    low[row + i] = tail < 0 ? lowest : Math.min(lowest, tailLow[tail + i]!)
  }
}
