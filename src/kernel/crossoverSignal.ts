import { compareWithTies } from "./ties.ts"

/**
 * Which of two averages is higher: a state, not the event of crossing.
 *
 * @param short shape (n)
 * @param long shape (n)
 * @returns shape (n): −1 short below long, 0 tied, +1 short above long; NaN where either is NaN. Total: never throws.
 */
export function crossoverSignal(short: Float64Array, long: Float64Array): Float64Array {
  const out = new Float64Array(short.length)
  for (let at = 0; at < out.length; at++) out[at] = compareWithTies(short[at]!, long[at]!)
  return out
}
