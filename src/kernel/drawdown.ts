/**
 * How far a level stands below its highest value so far.
 *
 * @param equity shape (n), growth of one unit; NaN before it starts and after it ends
 * @returns shape (n), equity / peak − 1, decimal, ≤ 0; NaN where the equity is. The start, 1, counts as a peak even
 *   where its own row is not there. Total: never throws.
 */
export function drawdown(equity: Float64Array): Float64Array {
  const out = new Float64Array(equity.length)
  let peak = 1
  for (let t = 0; t < equity.length; t++) {
    const level = equity[t]!
    if (level > peak) peak = level
    out[t] = level / peak - 1
  }
  return out
}
