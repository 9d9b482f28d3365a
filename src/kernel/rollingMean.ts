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
  const tails = new Float64Array(window * width) // of the last `window` rows, row t at t mod window
  const head = new Float64Array(width)
  const out = new Float64Array(values.length)
  for (let t = 0; t < sessions.length; t++) {
    const row = t * width
    if (starts[t] === t) {
      if (t > 0) takeTails(tails, values, width, starts[t - 1]!, t, window)
      head.fill(0)
    }
    for (let i = 0; i < width; i++) {
      const sum = head[i]! + values[row + i]!
      head[i] = sum
      out[row + i] = sum
    }
    const first = t - window + 1
    if (first < 0) continue
    let start = starts[t]!
    while (start > first && starts[start - 1]! > first) {
      start = starts[start - 1]!
      addTail(out, row, tails, (start % window) * width, width)
    }
    if (start > first) addLastTail(out, row, tails, (first % window) * width, width, window)
    else for (let i = 0; i < width; i++) out[row + i] = out[row + i]! / window
  }
  return out.fill(NaN, 0, (window - 1) * width)
}

/** Row at which the block of each row starts; a block has at most `days` rows. */
function blockStarts(sessions: Int32Array, days: number): Int32Array {
  const starts = new Int32Array(sessions.length)
  let block = NaN
  for (let t = 0; t < starts.length; t++) {
    const own = Math.floor(sessions[t]! / days)
    starts[t] = own === block ? starts[t - 1]! : t
    block = own
  }
  return starts
}

/** Sums from each row of the block [start, end) up to its end. */
function takeTails(
  tails: Float64Array,
  values: Float64Array,
  width: number,
  start: number,
  end: number,
  window: number,
): void {
  for (let t = end - 1; t >= start; t--) {
    const at = (t % window) * width
    for (let i = 0; i < width; i++) tails[at + i] = values[t * width + i]!
    if (t < end - 1) addTail(tails, at, tails, ((t + 1) % window) * width, width)
  }
}

function addTail(into: Float64Array, at: number, tails: Float64Array, tail: number, width: number): void {
  for (let i = 0; i < width; i++) into[at + i] = into[at + i]! + tails[tail + i]!
}

function addLastTail(
  into: Float64Array,
  at: number,
  tails: Float64Array,
  tail: number,
  width: number,
  window: number,
): void {
  for (let i = 0; i < width; i++) into[at + i] = (into[at + i]! + tails[tail + i]!) / window
}
