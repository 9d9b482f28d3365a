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
  // of the last `window` rows, row t at t mod window, the sum to the end of its block; then a row of zeros
  const tails = new Float64Array((window + 1) * width)
  const place = (row: number): number => (row % window) * width
  const zeros = window * width
  const head = new Float64Array(width)
  const out = new Float64Array(values.length)
  for (let t = 0; t < sessions.length; t++) {
    const row = t * width
    const first = t - window + 1
    const start = starts[t]!
    const before = start > 0 ? starts[start - 1]! : 0 // where the block before starts
    if (start === t) {
      if (t > 0) takeTails(tails, values, width, before, t, window)
      head.fill(0)
    }
    if (first < 0) addTo(head, 0, values, row, width)
    else if (start <= first) meanRow(out, row, values, head, tails, zeros, zeros, window)
    else if (before <= first) meanRow(out, row, values, head, tails, zeros, place(first), window)
    else if (starts[before - 1]! <= first)
      meanRow(out, row, values, head, tails, place(before), place(first), window)
    else {
      // rows far apart: several whole blocks in one window
      addTo(head, 0, values, row, width)
      out.set(head, row)
      for (let block = before; block > first; block = starts[block - 1]!)
        addTo(out, row, tails, place(block), width)
      addTo(out, row, tails, place(first), width)
      for (let i = 0; i < width; i++) out[row + i]! /= window
    }
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
  let later = window * width // zeros
  for (let t = end - 1; t >= start; t--) {
    const at = (t % window) * width
    for (let i = 0; i < width; i++) tails[at + i] = values[t * width + i]! + tails[later + i]!
    later = at
  }
}

/** Takes a row into the head of its block, and writes (head + whole block + end of the oldest block) / window. */
function meanRow(
  out: Float64Array,
  row: number,
  values: Float64Array,
  head: Float64Array,
  tails: Float64Array,
  whole: number,
  oldest: number,
  window: number,
): void {
  for (let i = 0; i < head.length; i++) {
    const sum = head[i]! + values[row + i]!
    head[i] = sum
    out[row + i] = (sum + tails[whole + i]! + tails[oldest + i]!) / window
  }
}

function addTo(into: Float64Array, at: number, terms: Float64Array, from: number, width: number): void {
  for (let i = 0; i < width; i++) into[at + i]! += terms[from + i]!
}
