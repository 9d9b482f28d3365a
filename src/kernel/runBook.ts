import type { Book } from "./book.ts"
import { addTurnover, fillOrders } from "./bookFills.ts"
import { drift, growToClose, growToFill } from "./bookGrowth.ts"
import { canFill, dropWaiting, scaleOrders, takeOrders } from "./bookOrders.ts"
import { isTotalLoss } from "./isTotalLoss.ts"

/**
 * Runs a book over its sessions from row `from` on: the accounting of `docs/execution-model.md`, one session after the
 * other. Writes the book's panels, series and state; earlier rows of `targets` and `listing` are read as lookback.
 *
 * Total: never throws. Returns and bars that are not known count as no move and no fill.
 */
export function runBook(book: Book, from: number): void {
  for (let t = from; t < book.inputs.sessions; t++) {
    if (book.state.ruined[0] === 1) leaveOut(book, t)
    else runSession(book, t)
  }
}

function runSession(book: Book, t: number): void {
  const { terms } = book
  if (terms.decidesFirst) dropWaiting(book, t)
  const due = takeOrders(book, t)
  const fills = canFill(book, t)
  const event = fills || due >= 0 || terms.everySession
  const g1 = growToFill(book, t, event)
  if (isTotalLoss(g1)) return ruin(book, t, g1, 1)
  const ended = drift(book, t, g1)
  if (due >= 0) scaleOrders(book, t, due)
  if (fills) fillOrders(book, t)
  if (fills || ended) addTurnover(book, t)
  const g2 = event ? growToClose(book, t, g1) : 1
  if (isTotalLoss(g2)) return ruin(book, t, g1, g2)
  close(book, t, g1, g2)
  if (!terms.decidesFirst) dropWaiting(book, t)
}

function close(book: Book, t: number, g1: number, g2: number): void {
  const { assets } = book.inputs
  const { series } = book
  const { held } = book.panels
  const next = book.state.held
  let gross = 0
  let net = 0
  for (let i = 0, at = t * assets; i < assets; i++, at++) {
    const weight = Number.isNaN(held[at]!) ? 0 : held[at]!
    next[i] = weight
    gross += Math.abs(weight)
    net += weight
  }
  series.gross[t] = g1 * g2 - 1
  series.g1[t] = g1
  series.g2[t] = g2
  series.grossExposure[t] = gross
  series.netExposure[t] = net
}

/** The session on which everything is lost: gross is −1, the weights mean nothing, and nothing comes after. */
function ruin(book: Book, t: number, g1: number, g2: number): void {
  const { assets } = book.inputs
  const { panels, series, state } = book
  const row = (panel: Float64Array): Float64Array => panel.subarray(t * assets, (t + 1) * assets)
  row(panels.held).fill(NaN)
  if (isTotalLoss(g1)) {
    row(panels.drifted).fill(NaN)
    row(panels.filled).fill(NaN)
    for (let at = t * assets; at < (t + 1) * assets; at++) {
      if (Number.isNaN(book.inputs.listing[at]!)) panels.targetTurnover[at] = panels.tradedTurnover[at] = NaN
    }
  }
  series.gross[t] = -1
  series.g1[t] = g1
  series.g2[t] = g2
  series.grossExposure[t] = series.netExposure[t] = NaN
  series.ruin[t] = 1
  state.held.fill(0)
  state.waiting.fill(NaN)
  state.lastTarget.fill(0)
  state.orders[0] = 0
  state.ruined[0] = 1
}

/** A session after ruin. */
function leaveOut(book: Book, t: number): void {
  const { assets } = book.inputs
  for (const panel of Object.values<Float64Array>({ ...book.panels }))
    panel.fill(NaN, t * assets, (t + 1) * assets)
  for (const series of Object.values<Float64Array>({ ...book.series })) series[t] = NaN
}
