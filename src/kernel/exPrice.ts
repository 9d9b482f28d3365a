/**
 * A carried price after a session that has no price of its own: what the last known price is worth once that session's
 * dividend and split are taken out. Actions that are not known (NaN: no record) change nothing.
 *
 * @param carried last known price; NaN stays NaN
 * @param dividend per share before the split
 * @param splitRatio new shares per old; a ratio that is not positive leaves nothing (0), so that no return follows
 */
export function exPrice(carried: number, dividend: number, splitRatio: number): number {
  const afterDividend = Number.isNaN(dividend) ? carried : carried - dividend
  if (Number.isNaN(splitRatio)) return afterDividend
  return splitRatio > 0 ? afterDividend / splitRatio : 0
}
