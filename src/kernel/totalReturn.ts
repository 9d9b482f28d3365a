/**
 * Total return from a carried price to a price of this session, from the two of them alone: a later dividend never
 * changes an earlier return.
 *
 * @param carried last known price, per share before this session's split; > 0
 * @param dividend per share before this session's split, with the ex-date on this session
 * @param splitRatio new shares per old on this session, 1 = none
 * @param price price of this session, after its split
 * @returns price × splitRatio ÷ (carried − dividend) − 1, decimal
 *
 * NaN: when anything is NaN, and when the dividend eats the whole carried price. Total: never throws.
 */
export function totalReturn(carried: number, dividend: number, splitRatio: number, price: number): number {
  const base = carried - dividend
  let earned = NaN // one way out: of several, V8 boxes every result
  if (base > 0) earned = (price * splitRatio) / base - 1
  return earned
}
