import type { History, Market } from "./returns.ts"
import { grossOf, total, totalReturn } from "./returns.ts"
import type { Settings } from "./types.ts"
import { priceUsed } from "./types.ts"

/** Target weights of one decision; they fill at session `due` (which may lie beyond the data). */
export interface Order {
  readonly decided: number
  readonly due: number
  readonly row: ReadonlyArray<number>
  readonly leverage: number
}

/** One session of one book, every quantity by its name on the page. */
export interface Session {
  readonly before: ReadonlyArray<number>
  readonly a: ReadonlyArray<number>
  readonly b: ReadonlyArray<number>
  readonly interest: number
  readonly borrow: ReadonlyArray<number>
  readonly g1: number
  readonly drifted: ReadonlyArray<number>
  readonly w: ReadonlyArray<number>
  readonly g2: number
  readonly after: ReadonlyArray<number>
  readonly gross: number
  /** L in force at the close */
  readonly leverage: number
  /** the decision that fills for the first time on this session */
  readonly opens: number | null
  readonly turnoverTarget: number
  readonly turnoverTraded: number
  /** what pays costs, per asset: a delisting is left out */
  readonly paidTarget: ReadonlyArray<number>
  readonly paidTraded: ReadonlyArray<number>
  readonly ruined: boolean
}

/** A book between two sessions. */
export interface Book {
  held: ReadonlyArray<number>
  /** last filled target of each asset */
  lastTarget: number[]
  /** targets that have come due and wait for a bar */
  waiting: Array<number | null>
  orders: Order[]
  firstFill: number | null
  leverage: number
  /** decision that has come due and of which nothing has filled, and its leverage */
  pending: { decided: number | null; leverage: number } | null
  dead: boolean
  readonly log: Session[]
}

export function emptyBook(n: number): Book {
  const zeros = new Array<number>(n).fill(0)
  return {
    held: zeros,
    lastTarget: [...zeros],
    waiting: zeros.map(() => null),
    orders: [],
    firstFill: null,
    leverage: NaN,
    pending: null,
    dead: false,
    log: [],
  }
}

/** A newer decision replaces what waits for a bar. */
export function placeOrder(book: Book, order: Order): void {
  // page §3: replaced at the moment of the decision; orders still inside their delay stay in the queue.
  book.waiting = book.waiting.map(() => null)
  book.orders.push(order)
}

/** Whether a decision on session t knows that the asset trades that day: by its bar, or at the open by its open. */
export function tradesAt(history: History, t: number, settings: Settings): boolean {
  const bar = history.bars[t]!
  return bar !== null && (settings.execution.signal_time === "close" || Number.isFinite(bar.open))
}

/** Price of the fill event, or null where the asset cannot trade in it. */
function fillPrice(history: History, t: number, settings: Settings): number | null {
  const bar = history.bars[t]!
  if (bar === null) return null
  // page §1, §3: "a bar without an open is no bar for open fills": it is the price used that must be known.
  const kind = priceUsed(settings)
  const price = kind === "typical" ? (bar.high + bar.low + bar.close) / 3 : bar[kind]
  return Number.isFinite(price) ? price : null
}

/** Returns from the previous close to the fill event and from there to the close. */
function legs(history: History, t: number, settings: Settings, event: boolean): { a: number; b: number } {
  const bar = history.bars[t]!
  if (history.delists[t]) return { a: settings.data.delisting_return, b: 0 }
  if (bar === null) return { a: 0, b: 0 }
  const previous = history.previousClose[t]!
  const price = fillPrice(history, t, settings)
  const whole = Number.isNaN(previous) ? 0 : history.accounting[t]!
  if (!event) return { a: whole, b: 0 }
  if (price === null) return { a: 0, b: whole }
  if (price === bar.close) return { a: whole, b: 0 }
  return { a: Number.isNaN(previous) ? 0 : totalReturn(price, bar, previous), b: bar.close / price - 1 }
}

/** Steps 1, 2, 4 of page §5; `direct` = targets of daily leverage, which replace orders. */
export function step(
  book: Book,
  market: Market,
  t: number,
  settings: Settings,
  direct: { row: ReadonlyArray<number>; leverage: number } | null = null,
): Session {
  // page §5: a book that is only compared has no return (NaN) after its ruin; the study goes on without it.
  if (book.dead) {
    const after = { ...book.log[book.log.length - 1]!, gross: NaN, opens: null }
    book.log.push(after)
    return after
  }
  const due = direct === null ? takeDue(book, market, t, settings) : null
  if (direct !== null)
    // page §3: no bar at the row, no order: with daily leverage the row stands at its fill.
    book.waiting = market.histories.map((h, i) => (h.bars[t] === null ? null : direct.row[i]!))
  // page §5: a session with a due order counts as having a fill event even if nothing in it finds a bar;
  // with daily leverage each session has one; a delisting alone is none (only traded turnover can tell).
  const trades = market.histories.map(
    (h, i) => book.waiting[i] !== null && fillPrice(h, t, settings) !== null,
  )
  const event = due !== null || trades.some(Boolean) || settings.risk.leverage_update === "daily"
  const opening = beforeFill(book, market, t, settings, event)
  if (due !== null) shrinkForFrozen(book, market, due, opening.drifted, settings)
  if (due !== null) book.pending = { decided: due.decided, leverage: due.leverage }
  if (direct !== null) book.pending = { decided: null, leverage: direct.leverage }
  return close(book, market, t, opening, trades)
}

/** Moves the order that is due today, if any, to the targets that wait for a bar. */
function takeDue(book: Book, market: Market, t: number, settings: Settings): Order | null {
  const due = book.orders.find((order) => order.due === t) ?? null
  if (due === null) return null
  book.orders = book.orders.filter((order) => order !== due)
  book.waiting = market.histories.map((h, i) => {
    // page §3: no bar at the decision, no order, held or not (an older waiting order is gone too).
    // page §1: an order dies with its listing.
    const alive = h.listing[t] !== 0 && h.listing[t] === h.listing[due.decided]
    return tradesAt(h, due.decided, settings) && alive ? due.row[i]! : null
  })
  return due
}

type Opening = Pick<Session, "a" | "b" | "interest" | "borrow" | "g1" | "drifted">

function beforeFill(book: Book, market: Market, t: number, settings: Settings, event: boolean): Opening {
  const { cash_rate, financing_spread, short_borrow } = settings.costs
  const ppy = settings.periods_per_year
  const both = market.histories.map((h) => legs(h, t, settings, event))
  const a = both.map((x) => x.a)
  const b = both.map((x) => x.b)
  const cash = 1 - total(book.held)
  // page §5: the first session of the data earns interest on cash too.
  const interest = (cash * (cash < 0 ? cash_rate + financing_spread : cash_rate)) / ppy
  const borrow = book.held.map((h) => (h < 0 ? (-h * short_borrow) / ppy : 0))
  const g1 = 1 + total(book.held.map((h, i) => h * a[i]!)) + interest - total(borrow)
  return { a, b, interest, borrow, g1, drifted: book.held.map((h, i) => (h * (1 + a[i]!)) / g1) }
}

/** Frozen assets of page §3: the other targets make room for what cannot be traded. */
function shrinkForFrozen(
  book: Book,
  market: Market,
  due: Order,
  drifted: ReadonlyArray<number>,
  settings: Settings,
): void {
  // page §1, §3: frozen = no bar at the decision and held at the fill, delisting there included;
  // an asset that had a bar at the decision and delists at the fill is not frozen, its order just lapses.
  const frozen = drifted.filter((_, i) => !tradesAt(market.histories[i]!, due.decided, settings))
  // page §3: the factor is found once, on the session the order is due; a target that waits longer keeps it.
  const factor = Math.max(0, 1 - grossOf(frozen) / Math.max(1, grossOf(due.row)))
  book.waiting = book.waiting.map((w) => (w === null ? null : w * factor))
}

function close(
  book: Book,
  market: Market,
  t: number,
  opening: Opening,
  orders: ReadonlyArray<boolean>,
): Session {
  const { b, g1, drifted } = opening
  // page §5: a book that is ruined before the fill fills nothing and has no turnover.
  const lost = !(g1 > 1e-12)
  const trades = orders.map((fills) => fills && !lost)
  const gone = market.histories.map((h) => h.delists[t]! && !lost)
  const w = drifted.map((x, i) => (gone[i] ? 0 : trades[i] ? book.waiting[i]! : x))
  const g2 = 1 + total(w.map((x, i) => x * b[i]!))
  // page §5: "≤ 0" within 1e-12, which rounding leaves of a book whose every holding became worthless.
  const ruined = !(g1 > 1e-12 && g2 > 1e-12)
  const moved = w.map((_, i) => gone[i]! || trades[i]!)
  // page §6: target turnover compares filled targets (after the factor for frozen assets), asset by asset,
  // on the session each fills; a frozen asset counts nothing and keeps its last filled target.
  const target = w.map((x, i) => (moved[i] ? Math.abs(x - book.lastTarget[i]!) : 0))
  const traded = w.map((x, i) => (moved[i] ? Math.abs(x - drifted[i]!) : 0))
  // page §8: a leverage is in force from the first fill of the decision that set it.
  const opens = trades.some(Boolean) ? book.pending : null
  const session: Session = {
    ...opening,
    before: book.held,
    w,
    g2,
    after: w.map((x, i) => (x * (1 + b[i]!)) / g2),
    // page §5: a ruined book lost all of it, also before costs.
    gross: ruined ? -1 : g1 * g2 - 1,
    leverage: opens?.leverage ?? book.leverage,
    opens: opens?.decided ?? null,
    turnoverTarget: total(target),
    turnoverTraded: total(traded),
    paidTarget: target.map((x, i) => (gone[i] ? 0 : x)),
    paidTraded: traded.map((x, i) => (gone[i] ? 0 : x)),
    ruined,
  }
  remember(book, t, session, trades, moved)
  return session
}

function remember(
  book: Book,
  t: number,
  session: Session,
  trades: ReadonlyArray<boolean>,
  moved: ReadonlyArray<boolean>,
): void {
  // page §4: "first fill of a nonzero order" = the first session an asset trades to a target that is not 0.
  if (book.firstFill === null && session.w.some((x, i) => trades[i] && x !== 0)) book.firstFill = t
  book.leverage = session.leverage
  if (trades.some(Boolean)) book.pending = null
  book.held = session.after
  book.lastTarget = book.lastTarget.map((x, i) => (moved[i] ? session.w[i]! : x))
  book.waiting = book.waiting.map((x, i) => (moved[i] ? null : x))
  book.dead = book.dead || session.ruined
  book.log.push(session)
}

/** Gross returns usable by the volatility target: after the first fill, up to session `last`. */
export function returnsSinceFill(book: Book, last: number): number[] {
  if (book.firstFill === null) return []
  return book.log.slice(book.firstFill + 1, last + 1).map((session) => session.gross)
}
