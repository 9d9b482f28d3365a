/** Orders of a book: which decision comes due, what waits, what can fill. */
import type { Book } from "./book.ts"
import { isBlankRow } from "./isBlankRow.ts"

/** An asset with a bar and a price of the kind that orders fill at. */
export const isFillable = (listing: number, afterFill: number): boolean =>
  listing === 1 && !Number.isNaN(afterFill)

/** Its holding goes to cash on this session: the delisting session, or a listing that is simply gone. */
export const isGone = (listing: number): boolean => !(listing >= 0)

/** A decision at row t replaces the orders that wait at that moment; those still inside their delay stay. */
export function dropWaiting(book: Book, t: number): void {
  const { waiting, orders } = book.state
  if (orders[0] === 0 || !isDecision(book, t)) return
  waiting.fill(NaN)
  orders[0] = 0
}

/**
 * Brings the waiting orders up to session t: those of a decision that comes due take the place of all others, an ended
 * listing cancels its own.
 *
 * @returns row of the decision that came due, or -1
 */
export function takeOrders(book: Book, t: number): number {
  const due = t - book.terms.sessionsToFill
  if (due >= 0 && isDecision(book, due)) {
    replaceOrders(book, t, due)
    return due
  }
  if (book.state.orders[0]! > 0) cancelOrders(book, t)
  return -1
}

/** Whether any waiting order can fill on session t. */
export function canFill(book: Book, t: number): boolean {
  const { assets, listing, afterFill } = book.inputs
  const { waiting, orders } = book.state
  if (orders[0] === 0) return false
  for (let i = 0; i < assets; i++) {
    const at = t * assets + i
    if (!Number.isNaN(waiting[i]!) && isFillable(listing[at]!, afterFill[at]!)) return true
  }
  return false
}

const isDecision = ({ inputs }: Book, row: number): boolean => !isBlankRow(inputs.targets, inputs.assets, row)

/** An order for each asset that was tradable at the decision and has been listed since; no wish is a target of 0. */
function replaceOrders(book: Book, t: number, due: number): void {
  const { assets, targets, tradable } = book.inputs
  const { waiting, orders } = book.state
  let count = 0
  for (let i = 0; i < assets; i++) {
    const target = targets[due * assets + i]!
    const ordered = tradable[due * assets + i] === 1 && listedSince(book, i, due, t)
    waiting[i] = !ordered ? NaN : Number.isNaN(target) ? 0 : target
    if (ordered) count++
  }
  orders[0] = count
}

function listedSince(book: Book, asset: number, due: number, t: number): boolean {
  const { assets, listing } = book.inputs
  for (let row = due + 1; row <= t; row++) if (isGone(listing[row * assets + asset]!)) return false
  return true
}

function cancelOrders(book: Book, t: number): void {
  const { assets, listing } = book.inputs
  const { waiting, orders } = book.state
  for (let i = 0; i < assets; i++) {
    if (Number.isNaN(waiting[i]!) || !isGone(listing[t * assets + i]!)) continue
    waiting[i] = NaN
    orders[0]!--
  }
}

/**
 * Makes room for holdings that cannot be sold: multiplies the orders of the decision at row `due` by
 * max(0, 1 − Σ|h'_frozen| / max(1, Σ|w|)), h' being the weights right before the fill.
 *
 * Frozen are holdings that were not tradable at the decision (no bar), also when their listing ends on session t.
 */
export function scaleOrders(book: Book, t: number, due: number): void {
  const { assets, targets, tradable } = book.inputs
  const { drifted } = book.panels
  const { waiting } = book.state
  let wanted = 0
  let frozen = 0
  for (let i = 0; i < assets; i++) {
    const target = Math.abs(targets[due * assets + i]!)
    const weight = Math.abs(drifted[t * assets + i]!)
    if (target > 0) wanted += target
    if (tradable[due * assets + i] !== 1 && weight > 0) frozen += weight
  }
  const scale = book.terms.makesRoom ? Math.max(0, 1 - frozen / Math.max(1, wanted)) : 1
  book.series.decision[t] = due
  book.series.scale[t] = scale
  if (scale !== 1) for (let i = 0; i < assets; i++) waiting[i] = waiting[i]! * scale
}
