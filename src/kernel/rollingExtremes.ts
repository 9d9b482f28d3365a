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
  const { high: tailHigh, low: tailLow } = tails(values, width, window)
  const headHigh = new Float64Array(width)
  const headLow = new Float64Array(width)
  const high = new Float64Array(values.length)
  const low = new Float64Array(values.length)
  for (let t = 0; t < rows; t++) {
    if (t % window === 0) {
      headHigh.fill(-Infinity)
      headLow.fill(Infinity)
    }
    const row = t * width
    const first = Math.max(0, t - window + 1) * width
    for (let i = 0; i < width; i++) {
      const value = values[row + i]!
      high[row + i] = Math.max((headHigh[i] = Math.max(headHigh[i]!, value)), tailHigh[first + i]!)
      low[row + i] = Math.min((headLow[i] = Math.min(headLow[i]!, value)), tailLow[first + i]!)
    }
  }
  const warmUp = (window - 1) * width
  return { high: high.fill(NaN, 0, warmUp), low: low.fill(NaN, 0, warmUp) }
}

interface Extremes {
  readonly high: Float64Array
  readonly low: Float64Array
}

/** Extremes from each row to the end of its block. */
function tails(values: Float64Array, width: number, window: number): Extremes {
  const high = values.slice()
  const low = values.slice()
  const rows = width === 0 ? 0 : values.length / width
  for (let t = rows - 2; t >= 0; t--) {
    if ((t + 1) % window === 0) continue
    for (let at = t * width; at < (t + 1) * width; at++) {
      high[at] = Math.max(high[at]!, high[at + width]!)
      low[at] = Math.min(low[at]!, low[at + width]!)
    }
  }
  return { high, low }
}
