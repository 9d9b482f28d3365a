import { endOfBars } from "./endOfBars.ts"
import { exPrice } from "./exPrice.ts"
import { totalReturn } from "./totalReturn.ts"

/** Bars of n assets over T sessions, each shape (T × n) row-major; `listing` as `listingState` gives it. */
export interface ListedCloses {
  readonly close: Float64Array
  readonly dividend: Float64Array
  readonly splitRatio: Float64Array
  readonly listing: Float64Array
}

/** After a row, per asset: the last known close (NaN = not listed) and sessions in a row without a bar. */
export interface CarriedClose {
  readonly carried: Float64Array
  readonly missed: Float64Array
}

/**
 * Total returns from close to close, for accounting and for estimation.
 *
 * `accounting`: 0 on a session without a bar while listed and on the delisting session; the first bar back carries the
 * whole move; NaN on the first bar of a listing and while not listed.
 * `estimation`: the same, but NaN from the (maxStale + 1)-th session in a row without a bar on, the first bar back
 * included (an estimator must not see a run of zeros and one jump as daily returns), and NaN on the delisting session,
 * which lies outside the listing.
 *
 * @param maxStale sessions, ≥ 0
 * @param from first row to compute; rows before it are NaN in the result
 * @param before state after the row before `from`; undefined at the start of history
 *
 * NaN: a bar whose dividend or split is not known has no known return. Total: never throws.
 */
export function closeToClose(
  bars: ListedCloses,
  width: number,
  maxStale: number,
  from: number,
  before: CarriedClose | undefined,
): { readonly accounting: Float64Array; readonly estimation: Float64Array; readonly after: CarriedClose } {
  const { close, dividend, splitRatio, listing } = bars
  const accounting = new Float64Array(close.length).fill(NaN, 0, from * width)
  const estimation = new Float64Array(close.length).fill(NaN, 0, from * width)
  const carried = before === undefined ? new Float64Array(width).fill(NaN) : before.carried.slice()
  const missed = before === undefined ? new Float64Array(width) : before.missed.slice()
  for (let row = from * width; row < close.length; row += width) {
    for (let i = 0; i < width; i++) {
      for (const end = endOfBars(listing, row, i, width); i < end; i++) {
        const at = row + i
        const earned = totalReturn(carried[i]!, dividend[at]!, splitRatio[at]!, close[at]!)
        accounting[at] = earned
        estimation[at] = missed[i]! <= maxStale ? earned : NaN
        carried[i] = close[at]!
        missed[i] = 0
      }
      if (i === width) break
      const at = row + i
      const state = listing[at]!
      if (state === 0 || state === -1) {
        missed[i] = missed[i]! + 1
        accounting[at] = 0
        estimation[at] = state === 0 && missed[i]! <= maxStale ? 0 : NaN
        carried[i] = state === 0 ? exPrice(carried[i]!, dividend[at]!, splitRatio[at]!) : NaN
      } else {
        accounting[at] = estimation[at] = NaN
      }
    }
  }
  return { accounting, estimation, after: { carried, missed } }
}
