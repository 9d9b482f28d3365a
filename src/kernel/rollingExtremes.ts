/**
 * Highest and lowest of the last `window` rows of each column of a panel, today included.
 *
 * Extremes of blocks of `window` rows, from their start and to their end, meet in each window (van Herk 1992, Gil and
 * Werman 1993): three comparisons a value whatever the window. Extremes are exact, so where blocks lie changes no bit.
 *
 * @param values shape (rows × width), row-major
 * @param window rows, ≥ 1
 * @returns each of shape (rows × width); NaN for the first `window` − 1 rows and where any value of the window is NaN
 *
 * Total: never throws.
 */
export function rollingExtremes(
  values: Float64Array,
  width: number,
  window: number,
): { readonly high: Float64Array; readonly low: Float64Array } {
  return { high: rollingMaximum(values, width, window), low: rollingMinimum(values, width, window) }
}

// Twice the same loop: a comparison handed in as a function would cost a call for every value.

function rollingMaximum(values: Float64Array, width: number, window: number): Float64Array {
  const tails = values.slice()
  const block = window * width
  const from = block - width
  for (let at = values.length - width - 1; at >= 0; at--) {
    if (at % block < from) tails[at] = Math.max(tails[at]!, tails[at + width]!)
  }
  const out = values.slice()
  for (let at = width; at < out.length; at++) if (at % block >= width) out[at] = Math.max(out[at]!, out[at - width]!)
  for (let at = out.length - 1; at >= from; at--) out[at] = Math.max(out[at]!, tails[at - from]!)
  out.fill(NaN, 0, from)
  return out
}

function rollingMinimum(values: Float64Array, width: number, window: number): Float64Array {
  const tails = values.slice()
  const block = window * width
  const from = block - width
  for (let at = values.length - width - 1; at >= 0; at--) {
    if (at % block < from) tails[at] = Math.min(tails[at]!, tails[at + width]!)
  }
  const out = values.slice()
  for (let at = width; at < out.length; at++) if (at % block >= width) out[at] = Math.min(out[at]!, out[at - width]!)
  for (let at = out.length - 1; at >= from; at--) out[at] = Math.min(out[at]!, tails[at - from]!)
  out.fill(NaN, 0, from)
  return out
}
