/** Growth of a book within one session: from the previous close to the fill, and from the fill to the close. */
import type { Book } from "./book.ts"
import { settle } from "./bookFills.ts"
import { isFillable, isGone } from "./bookOrders.ts"

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)

/**
 * g1 = 1 + Σ h·a + interest − borrow, with h·(1 + a) in `drifted`, still in the previous close's net asset value.
 *
 * a is the return up to the moment of fills where the session has one (`event`), else that of the whole session; an
 * asset without a price then stands at its last close; a listing that ends earns the delisting return.
 */
export function growToFill(book: Book, t: number, event: boolean): number {
  const { assets, afterFill, listing } = book.inputs
  const { contribution, drifted } = book.panels
  const { held } = book.state
  const { borrow, delistingReturn } = book.terms
  const known = event ? book.inputs.beforeFill : book.inputs.closeToClose
  let invested = 0
  let earned = 0
  let short = 0
  for (let i = 0, at = t * assets; i < assets; i++, at++) {
    const h = held[i]!
    const state = listing[at]!
    if (h === 0) {
      if (Number.isNaN(state)) contribution[at] = drifted[at] = NaN
      continue
    }
    const stands = event && !isFillable(state, afterFill[at]!)
    const a = isGone(state) ? delistingReturn : stands ? 0 : orZero(known[at]!)
    invested += h
    earned += h * a
    if (h < 0) short -= h
    contribution[at] = h < 0 ? h * a + borrow * h : h * a
    drifted[at] = h * (1 + a)
  }
  return 1 + earned + interestOn(book, t, 1 - invested) - borrow * short
}

function interestOn(book: Book, t: number, cash: number): number {
  const interest = cash * (cash < 0 ? book.terms.negativeCash : book.terms.cash)
  book.series.cashContribution[t] = interest
  return interest
}

/**
 * Weights h' = h·(1 + a)/g1 right before the fill, which stay if nothing fills; holdings whose listing ends go to cash.
 *
 * @returns whether the listing of any asset has ended
 */
export function drift(book: Book, t: number, g1: number): boolean {
  const { assets, listing } = book.inputs
  const { drifted, filled, held } = book.panels
  const before = book.state.held
  let ended = false
  for (let i = 0, at = t * assets; i < assets; i++, at++) {
    const gone = isGone(listing[at]!)
    if (before[i] === 0 && !gone) continue // 0 stands there already
    const weight = drifted[at]! / g1
    drifted[at] = weight
    filled[at] = weight
    held[at] = weight
    if (!gone) continue
    settle(book, i, at)
    ended = true
  }
  return ended
}

/**
 * g2 = 1 + Σ w·b, and h = w·(1 + b)/g2 in `held`; after a session's fills.
 *
 * @param g1 growth to the fill, by which contributions are brought to the previous close's net asset value
 */
export function growToClose(book: Book, t: number, g1: number): number {
  const { assets, afterFill, closeToClose, listing } = book.inputs
  const { contribution, filled, held } = book.panels
  let g2 = 1
  for (let i = 0, at = t * assets; i < assets; i++, at++) {
    const w = filled[at]!
    held[at] = w
    if (w === 0 || Number.isNaN(w)) continue
    const b = isFillable(listing[at]!, afterFill[at]!) ? afterFill[at]! : orZero(closeToClose[at]!)
    g2 += w * b
    contribution[at] = contribution[at]! + g1 * w * b
    held[at] = w * (1 + b)
  }
  for (let at = t * assets; at < (t + 1) * assets; at++) held[at] = held[at]! / g2
  return g2
}
