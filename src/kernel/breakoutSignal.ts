import { isTie } from "./ties.ts"

/** Share of the extreme within which a close counts as breaking out. */
const band = 0.01

/**
 * Whether a close stands at the top or the bottom of its channel: within 1 % of the highest (+1) or of the lowest (−1).
 *
 * A close tied with the edge of a band is inside it for neither side; one inside both bands is 0.
 *
 * @param close shape (n), positive levels
 * @param high shape (n), highest of the window
 * @param low shape (n), lowest of the window
 * @returns shape (n), −1, 0 or +1; NaN where the channel is. Total: never throws.
 */
export function breakoutSignal(close: Float64Array, high: Float64Array, low: Float64Array): Float64Array {
  const out = new Float64Array(close.length)
  for (let at = 0; at < out.length; at++) {
    const level = close[at]!
    const top = (1 - band) * high[at]!
    const bottom = (1 + band) * low[at]!
    if (Number.isNaN(top)) out[at] = NaN
    else out[at] = Number(level > top && !isTie(level, top)) - Number(level < bottom && !isTie(level, bottom))
  }
  return out
}
