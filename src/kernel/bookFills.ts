/** What changes hands in one session: orders that fill, and holdings whose listing ends. */
import type { Book } from "./book.ts"
import { isFillable } from "./bookOrders.ts"

/**
 * Puts orders that can fill at their targets (in `filled`, where the drifted weights stand) and records turnover.
 */
export function fillOrders(book: Book, t: number): void {
  const { assets, afterFill, listing } = book.inputs
  const { filled, drifted, targetTurnover, tradedTurnover } = book.panels
  const { waiting, lastTarget, orders } = book.state
  let nonzero = 0
  for (let i = 0, at = t * assets; i < assets; i++, at++) {
    if (Number.isNaN(waiting[i]!) || !isFillable(listing[at]!, afterFill[at]!)) continue
    const target = waiting[i]! + 0 // + 0: no negative zero
    filled[at] = target
    targetTurnover[at] = Math.abs(target - lastTarget[i]!)
    tradedTurnover[at] = Math.abs(target - drifted[at]!)
    lastTarget[i] = target
    waiting[i] = NaN
    orders[0]!--
    if (target !== 0) nonzero = 1
  }
  book.series.fillEvent[t] = 1
  book.series.filled[t] = nonzero
}

/** Adds up the turnover of a session on which something changed hands; an asset that is not listed adds nothing. */
export function addTurnover(book: Book, t: number): void {
  const { assets } = book.inputs
  const { targetTurnover, tradedTurnover } = book.panels
  let target = 0
  let traded = 0
  for (let at = t * assets; at < (t + 1) * assets; at++) {
    if (!Number.isNaN(targetTurnover[at]!)) target += targetTurnover[at]!
    if (!Number.isNaN(tradedTurnover[at]!)) traded += tradedTurnover[at]!
  }
  book.series.targetTurnover[t] = target
  book.series.tradedTurnover[t] = traded
}

/**
 * A listing that ends: the holding goes to cash (0 in `filled` and `held`), which counts in turnover. An asset that is
 * not listed and not held has no weight and no turnover (NaN).
 */
export function settle(book: Book, asset: number, at: number): void {
  const { filled, held, drifted, targetTurnover, tradedTurnover } = book.panels
  const { lastTarget } = book.state
  const nothing = Number.isNaN(drifted[at]!)
  filled[at] = held[at] = nothing ? NaN : 0
  targetTurnover[at] = nothing ? NaN : Math.abs(lastTarget[asset]!)
  tradedTurnover[at] = Math.abs(drifted[at]!)
  lastTarget[asset] = 0
}
