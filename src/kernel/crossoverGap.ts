/**
 * How far a short average stands above a long one.
 *
 * @param short shape (n)
 * @param long shape (n), positive
 * @returns shape (n): short / long − 1, decimal; NaN where either is NaN or the long one is not positive
 */
export function crossoverGap(short: Float64Array, long: Float64Array): Float64Array {
  const out = new Float64Array(short.length)
  for (let at = 0; at < out.length; at++) out[at] = long[at]! > 0 ? short[at]! / long[at]! - 1 : NaN
  return out
}
