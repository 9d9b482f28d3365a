import { compareWithTies } from "./ties.ts"

/**
 * How two averages stand to each other: which is higher (a state, not the event of crossing), and by how much.
 *
 * The averages are used up: the readings take their place in memory, which two panels more would cost as much as the
 * reading.
 *
 * @param short shape (n), positive; becomes `signal`
 * @param long shape (n), positive; becomes `gap`
 * @returns shape (n) each: signal −1 short below long, 0 tied, +1 short above long; gap short / long − 1, decimal. NaN where
 *   either average is NaN, the gap also where the long one is not positive. Total: never throws.
 */
export function crossoverReadings(
  short: Float64Array,
  long: Float64Array,
): { readonly signal: Float64Array; readonly gap: Float64Array } {
  for (let at = 0; at < short.length; at++) {
    const fast = short[at]!
    const slow = long[at]!
    short[at] = compareWithTies(fast, slow)
    long[at] = slow > 0 ? fast / slow - 1 : NaN
  }
  return { signal: short, gap: long }
}
