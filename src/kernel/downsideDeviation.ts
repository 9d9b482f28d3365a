/**
 * Root mean square of the shortfalls below a target, over all entries (not only those that fall short).
 *
 * @param returns shape (n), decimal
 * @param target least acceptable return of one entry, decimal
 * @returns decimal, per entry; NaN when there are none. Total: never throws.
 * Source: Sortino and Price (1994), Performance measurement in a downside risk framework, Journal of Investing 3(3).
 */
export function downsideDeviation(returns: Float64Array, target: number): number {
  let squares = 0
  for (let t = 0; t < returns.length; t++) {
    const shortfall = Math.min(returns[t]! - target, 0)
    squares += shortfall * shortfall
  }
  return Math.sqrt(squares / returns.length)
}
