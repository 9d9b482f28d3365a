/**
 * Who can be traded, as far as it is known at the open of each session.
 *
 * @param open shape (T × n) row-major; NaN = no opening price
 * @param listing shape (T × n), see `listingState`; only rows before t are read for row t
 * @param sessions shape (T), epoch days
 * @param ends shape (n), epoch day from which there is no trading; NaN = not known
 * @returns (T × n): 1 has opened, 0 listed at the previous close and not opened (or known not to trade from today on),
 * NaN neither. Total: never throws.
 */
export function listingAtOpen(
  open: Float64Array,
  listing: Float64Array,
  sessions: Int32Array,
  ends: Float64Array,
): Float64Array {
  const width = ends.length
  const out = new Float64Array(open.length).fill(NaN)
  for (let t = 0; t < sessions.length; t++) {
    const before = t === 0 ? NaN : sessions[t - 1]!
    for (let i = 0; i < width; i++) {
      const at = t * width + i
      const ended = before < ends[i]! && sessions[t]! >= ends[i]!
      if (!Number.isNaN(open[at]!) && !ended) out[at] = 1
      else if (t > 0 && listing[at - width]! >= 0) out[at] = 0
    }
  }
  return out
}
