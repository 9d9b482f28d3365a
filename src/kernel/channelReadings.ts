import { breakoutSignal } from "./breakoutSignal.ts"
import { channelPosition } from "./channelPosition.ts"

/**
 * What a close says in its channel: the breakout signal and the position.
 *
 * The channel is used up: the readings take its place in memory, which two panels more would cost as much as the reading.
 *
 * @param close shape (n), positive levels
 * @param high shape (n), highest of the window; becomes `signal`
 * @param low shape (n), lowest of the window; becomes `position`
 * @returns shape (n) each; NaN where the channel is. Total: never throws.
 */
export function channelReadings(
  close: Float64Array,
  high: Float64Array,
  low: Float64Array,
): { readonly signal: Float64Array; readonly position: Float64Array } {
  for (let at = 0; at < close.length; at++) {
    const level = close[at]!
    const top = high[at]!
    const bottom = low[at]!
    high[at] = breakoutSignal(level, top, bottom)
    low[at] = channelPosition(level, top, bottom)
  }
  return { signal: high, position: low }
}
