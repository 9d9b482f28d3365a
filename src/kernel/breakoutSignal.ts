import { isTie } from "./ties.ts"

/** Share of the extreme within which a close counts as breaking out. */
const band = 0.01

/**
 * Whether a close stands at the top or the bottom of its channel: within 1 % of the highest (+1) or of the lowest (−1).
 *
 * A close tied with the edge of a band is inside it for neither side; one inside both bands is 0.
 *
 * @param close positive level
 * @param high highest of the window
 * @param low lowest of the window
 * @returns −1, 0 or +1; NaN where the channel is. Total: never throws.
 */
export function breakoutSignal(close: number, high: number, low: number): number {
  const top = (1 - band) * high
  const bottom = (1 + band) * low
  if (Number.isNaN(top)) return NaN
  return Number(close > top && !isTie(close, top)) - Number(close < bottom && !isTie(close, bottom))
}
