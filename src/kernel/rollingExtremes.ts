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
  const tails = { high: values.slice(), low: values.slice() }
  for (let t = rows - 2; t >= 0; t--) if ((t + 1) % window !== 0) extendTail(tails, t * width, width)
  const out = { high: new Float64Array(values.length), low: new Float64Array(values.length) }
  const head = { high: new Float64Array(width), low: new Float64Array(width) }
  for (let t = 0; t < rows; t++) {
    if (t % window === 0) {
      head.high.fill(-Infinity)
      head.low.fill(Infinity)
    }
    joinRow(out, values, head, tails, t * width, Math.max(0, t - window + 1) * width, width)
  }
  out.high.fill(NaN, 0, (window - 1) * width)
  out.low.fill(NaN, 0, (window - 1) * width)
  return out
}

interface Extremes {
  readonly high: Float64Array
  readonly low: Float64Array
}

/** Takes the row after `at` into the row at `at`. */
function extendTail({ high, low }: Extremes, at: number, width: number): void {
  for (let k = at; k < at + width; k++) {
    high[k] = Math.max(high[k]!, high[k + width]!)
    low[k] = Math.min(low[k]!, low[k + width]!)
  }
}

/** Takes a row into the head of its block, and writes the extremes of the head and of the tail that starts at `first`. */
function joinRow(
  out: Extremes,
  values: Float64Array,
  head: Extremes,
  tails: Extremes,
  row: number,
  first: number,
  width: number,
): void {
  const { high, low } = out
  const { high: headHigh, low: headLow } = head
  const { high: tailHigh, low: tailLow } = tails
  for (let i = 0; i < width; i++) {
    const value = values[row + i]!
    headHigh[i] = Math.max(headHigh[i]!, value)
    headLow[i] = Math.min(headLow[i]!, value)
    high[row + i] = Math.max(headHigh[i]!, tailHigh[first + i]!)
    low[row + i] = Math.min(headLow[i]!, tailLow[first + i]!)
  }
}
