import type { CarriedClose, ListedCloses } from "./closeToClose.ts"
import { endOfBars } from "./endOfBars.ts"
import { exPrice } from "./exPrice.ts"
import { totalReturn } from "./totalReturn.ts"

/** After a row, per asset: the index level too. */
export interface CarriedIndex extends CarriedClose {
  readonly level: Float64Array
}

/**
 * Total-return index built forward: the first close of a listing × Π(1 + return from close to close). Unlike a
 * back-adjusted close, a value never changes when a later dividend is paid.
 *
 * @param maxStale sessions, ≥ 0, over which the level is carried without a bar; beyond that NaN until the next bar,
 * which continues with the whole move
 * @param from first row to compute; rows before it are NaN in the result
 * @param before state after the row before `from`; undefined at the start of history
 *
 * NaN: while not listed, the delisting session included; from a return that is not known to the end of that listing. Total: never throws.
 */
export function forwardIndex(
  bars: ListedCloses,
  width: number,
  maxStale: number,
  from: number,
  before: CarriedIndex | undefined,
): { readonly index: Float64Array; readonly after: CarriedIndex } {
  const { close, dividend, splitRatio, listing } = bars
  const index = new Float64Array(close.length).fill(NaN, 0, from * width)
  const level = before === undefined ? new Float64Array(width).fill(NaN) : before.level.slice()
  const carried = before === undefined ? new Float64Array(width).fill(NaN) : before.carried.slice()
  const missed = before === undefined ? new Float64Array(width) : before.missed.slice()
  for (let row = from * width; row < close.length; row += width) {
    for (let i = 0; i < width; i++) {
      for (const end = endOfBars(listing, row, i, width); i < end; i++) {
        const at = row + i
        const last = carried[i]!
        const r = totalReturn(last, dividend[at]!, splitRatio[at]!, close[at]!)
        const reached = Number.isNaN(last) ? close[at]! : level[i]! * (1 + r)
        level[i] = reached
        index[at] = reached
        carried[i] = close[at]!
        missed[i] = 0
      }
      if (i === width) break
      const at = row + i
      const state = listing[at]!
      if (state === 0 || state === -1) {
        missed[i] = missed[i]! + 1
        index[at] = state === 0 && missed[i]! <= maxStale ? level[i]! : NaN
        carried[i] = state === 0 ? exPrice(carried[i]!, dividend[at]!, splitRatio[at]!) : NaN
      } else {
        index[at] = NaN
      }
    }
  }
  return { index, after: { level, carried, missed } }
}
