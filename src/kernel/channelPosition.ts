import { isTie } from "./ties.ts"

/**
 * Where a close stands between the lowest (0) and the highest (1) of its window.
 *
 * @param close shape (n)
 * @param high shape (n), highest of the window
 * @param low shape (n), lowest of the window
 * @returns shape (n), 0 … 1; 0.5 where the two are tied, NaN where either is NaN. Total: never throws.
 */
export function channelPosition(close: Float64Array, high: Float64Array, low: Float64Array): Float64Array {
  const out = new Float64Array(close.length)
  for (let at = 0; at < out.length; at++) {
    const bottom = low[at]!
    const top = high[at]!
    out[at] = isTie(top, bottom) ? 0.5 : (close[at]! - bottom) / (top - bottom)
  }
  return out
}
