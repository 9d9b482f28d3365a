import type { ListedCloses } from "./closeToClose.ts"
import { endOfBars } from "./endOfBars.ts"
import { exPrice } from "./exPrice.ts"
import { totalReturn } from "./totalReturn.ts"

/**
 * A session's return cut at a fill price: from the last known close to the fill, and from the fill to the close, so that
 * (1 + before)(1 + after) = 1 + the return from close to close.
 *
 * @param bars shapes (T × n) row-major
 * @param price shape (T × n), the price at which a fill would happen; NaN = none
 * @param from first row to compute; rows before it are NaN in the result
 * @param before last known close per asset after the row before `from`; undefined at the start of history
 * @param onFirst `before` on the first bar of a listing: 0 where the asset can be bought then though nothing can be held from
 * earlier, NaN where a return is meant
 * @returns before and after, NaN where there is no such price on that session
 *
 * Total: never throws.
 */
export function fillReturns(
  bars: ListedCloses,
  price: Float64Array,
  width: number,
  from: number,
  before: Float64Array | undefined,
  onFirst: number,
): { readonly before: Float64Array; readonly after: Float64Array; readonly carried: Float64Array } {
  const { close, dividend, splitRatio, listing } = bars
  const toFill = new Float64Array(close.length).fill(NaN, 0, from * width)
  const fromFill = new Float64Array(close.length).fill(NaN, 0, from * width)
  const carried = before === undefined ? new Float64Array(width).fill(NaN) : before.slice()
  for (let row = from * width; row < close.length; row += width) {
    for (let i = 0; i < width; i++) {
      for (const end = endOfBars(listing, row, i, width); i < end; i++) {
        const at = row + i
        const last = carried[i]!
        const paid = price[at]!
        toFill[at] = totalReturn(last, dividend[at]!, splitRatio[at]!, paid)
        if (Number.isNaN(last) && !Number.isNaN(paid)) toFill[at] = onFirst
        fromFill[at] = close[at]! / paid - 1
        carried[i] = close[at]!
      }
      if (i === width) break
      const at = row + i
      toFill[at] = fromFill[at] = NaN
      carried[i] = listing[at] === 0 ? exPrice(carried[i]!, dividend[at]!, splitRatio[at]!) : NaN
    }
  }
  return { before: toFill, after: fromFill, carried }
}
