/**
 * Mean of the last `window` rows of each column of a panel.
 *
 * Rows are grouped in blocks of `window` calendar days, ⌊epoch day / window⌋. A window's sum is the beginning of its
 * newest block (summed forwards), then the whole blocks before it and the end of its oldest block (each summed
 * backwards). So a sum depends on its own rows and their dates alone, never on where the panel starts, and no window
 * costs more for being long.
 *
 * @param values shape (rows × width), row-major
 * @param sessions shape (rows), epoch days, strictly increasing
 * @param window rows, ≥ 1
 * @returns shape (rows × width); NaN for the first `window` − 1 rows and where any value of the window is NaN
 *
 * Total: never throws.
 */
export function rollingMean(
  values: Float64Array,
  width: number,
  sessions: Int32Array,
  window: number,
): Float64Array {
  const starts = blockStarts(sessions, window)
  const tails = tailSums(values, width, starts)
  const head = new Float64Array(width)
  const out = new Float64Array(values.length)
  out.fill(NaN, 0, (window - 1) * width)
  for (let t = 0; t < sessions.length; t++) {
    const row = t * width
    if (starts[t] === t) head.fill(0)
    for (let i = 0; i < width; i++) head[i]! += values[row + i]!
    const first = t - window + 1
    if (first < 0) continue
    out.set(head, row)
    let start = starts[t]!
    while (start > first && starts[start - 1]! > first) {
      start = starts[start - 1]!
      for (let i = 0; i < width; i++) out[row + i]! += tails[start * width + i]!
    }
    if (start > first)
      for (let i = 0; i < width; i++) out[row + i] = (out[row + i]! + tails[first * width + i]!) / window
    else for (let i = 0; i < width; i++) out[row + i]! /= window
  }
  return out
}

/** Row at which the block of each row starts; a block has at most `days` rows. */
function blockStarts(sessions: Int32Array, days: number): Int32Array {
  const starts = new Int32Array(sessions.length)
  for (let t = 1; t < starts.length; t++) {
    const opens = Math.floor(sessions[t]! / days) !== Math.floor(sessions[t - 1]! / days)
    starts[t] = opens ? t : starts[t - 1]!
  }
  return starts
}

/** Sums from each row up to the end of its block. */
function tailSums(values: Float64Array, width: number, starts: Int32Array): Float64Array {
  const sums = values.slice()
  for (let t = starts.length - 1; t > 0; t--) {
    if (starts[t]! < t) addRow(sums, (t - 1) * width, sums, t * width, width)
  }
  return sums
}

function addRow(into: Float64Array, at: number, from: Float64Array, source: number, width: number): void {
  for (let i = 0; i < width; i++) into[at + i]! += from[source + i]!
}
