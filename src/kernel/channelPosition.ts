import { isTie } from "./ties.ts"

/**
 * Where a close stands between the lowest (0) and the highest (1) of its window.
 *
 * @param high highest of the window
 * @param low lowest of the window
 * @returns 0 … 1; 0.5 where the two are tied, NaN where either is NaN. Total: never throws.
 */
export const channelPosition = (close: number, high: number, low: number): number =>
  isTie(high, low) ? 0.5 : (close - low) / (high - low)
