/** Limits of trading against what is held: they need the book that the weights make, so the allocator runs it along. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { type Book, makeBook, stateAtStart } from "../../kernel/book.ts"
import { runBook } from "../../kernel/runBook.ts"
import { MissingBook } from "./errors.ts"

const perYear = (description: string) =>
  Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 10 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))

const trading = Schema.Struct({
  limit: Schema.optionalKey(
    Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(2)).annotate({
      description: "largest sum of |weight wanted − weight held| of a decision, fraction; absent: none",
    }),
  ),
  penalty: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 10 }))
    .annotate({
      description: "what a unit of it costs the objective over a year, decimal; mean-variance alone reads it",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  signal_time: Schema.Literals(["close", "open"])
    .annotate({ description: "as in execution/fills; open: held is what the close before has left" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("close" as const))),
  execution_time: Schema.Literals(["next_open", "next_close", "signal_close"])
    .annotate({ description: "as in execution/fills" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("next_open" as const))),
  delay_sessions: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 252 }))
    .annotate({ description: "as in execution/fills" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  cash_rate: perYear("interest on cash, fraction per year"),
  financing_spread: perYear("paid on top of cash_rate by negative cash, fraction per year"),
  short_borrow: perYear("fee on short positions, fraction per year"),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
  delisting_return: perYear("return of a holding on its delisting session, from its last close"),
}).check(
  Schema.makeFilter(({ signal_time, execution_time }: Moments) =>
    signal_time === "open" && execution_time === "signal_close"
      ? { path: ["execution_time"], issue: "signal_close needs signal_time close" }
      : true,
  ),
)

interface Moments {
  readonly signal_time: "close" | "open"
  readonly execution_time: "next_open" | "next_close" | "signal_close"
}

export type Trading = typeof trading.Type

export const turnoverFields = {
  trading: Schema.optionalKey(trading.annotate({ description: "limits of trading; absent: none" })),
}

/** Returns and bars of the book, as `execution/fills` takes them; connected where there is a limit of trading. */
export const turnoverInputs = {
  before_fill: Node.optional(Panel.type),
  after_fill: Node.optional(Panel.type),
  close_to_close: Node.optional(Panel.type),
  listing: Node.optional(Panel.type),
  /** who could be traded, as a decision at the open knew it */
  tradable: Node.optional(Panel.type),
} as const

/**
 * What a decision at row t reads of its book: at the open, and at a close that fills at once, the session of t is still to come.
 * At the open only `tradable` and what makes the decision itself reach row t.
 */
export function bookReach(trading: Trading) {
  const whatIsHeld = Reach.history("what is held depends on every decision before")
  const before = { ...whatIsHeld, ahead: -1 }
  const earned = isBeforeSession(trading) ? before : whatIsHeld
  return {
    decisions: whatIsHeld,
    ofBook: {
      before_fill: earned,
      after_fill: earned,
      close_to_close: earned,
      listing: trading.signal_time === "open" ? before : whatIsHeld,
      tradable: whatIsHeld,
    },
  }
}

export interface BookPanels {
  readonly before_fill?: Panel.Panel | undefined
  readonly after_fill?: Panel.Panel | undefined
  readonly close_to_close?: Panel.Panel | undefined
  readonly listing?: Panel.Panel | undefined
  readonly tradable?: Panel.Panel | undefined
}

/** The unlevered book of overlaid weights, one session after the other. */
export interface RunningBook {
  /** brings the book to the moment of a decision at row t, and gives the weights then held: shape (assets) */
  readonly heldAt: (t: number) => Float64Array
  /** what is wanted from row t on: shape (assets), NaN = not listed */
  readonly order: (t: number, row: Float64Array) => void
  /** whether the asset has a bar at row t, as far as its decision knows */
  readonly trades: (t: number, asset: number) => boolean
}

/** @returns undefined where trading has no limit; the error where its panels are not connected */
export function openBook(
  calendar: Panel.Panel,
  trading: Trading | undefined,
  { before_fill, after_fill, close_to_close, listing, tradable: asDecided }: BookPanels,
): RunningBook | MissingBook | undefined {
  if (trading === undefined) return undefined
  const tradable = asDecided ?? (trading.signal_time === "open" ? undefined : listing)
  if (
    before_fill === undefined ||
    after_fill === undefined ||
    close_to_close === undefined ||
    listing === undefined ||
    tradable === undefined
  )
    return new MissingBook()
  const assets = calendar.assets.length
  const isBefore = isBeforeSession(trading)
  const targets = new Float64Array(calendar.values.length).fill(NaN)
  const inputs = {
    assets,
    sessions: Panel.rows(calendar),
    targets,
    beforeFill: before_fill.values,
    afterFill: after_fill.values,
    closeToClose: close_to_close.values,
    listing: listing.values,
    tradable: tradable.values,
  }
  const book = makeBook(inputs, termsOf(trading), stateAtStart(assets))
  let done = 0
  return {
    heldAt: (t) => {
      const upTo = isBefore ? t : t + 1
      // that there is a decision drops the orders that wait at this close; what it wants comes with `order`
      if (!isBefore) targets.fill(0, t * assets, (t + 1) * assets)
      runUpTo(book, done, upTo)
      done = upTo
      return book.state.held
    },
    order: (t, row) => targets.set(row, t * assets),
    trades: (t, asset) => tradable.values[t * assets + asset] === 1,
  }
}

/** Rows [from, to): the book is told that there are no more, so that later targets may still be written. */
const runUpTo = (book: Book, from: number, to: number): void =>
  runBook({ ...book, inputs: { ...book.inputs, sessions: to } }, from)

/** Whether a decision comes before anything that its session earns or fills. */
const isBeforeSession = ({ signal_time, execution_time }: Moments): boolean =>
  signal_time === "open" || execution_time === "signal_close"

/** Whether it can fill on its own session. */
const fillsSameSession = ({ signal_time, execution_time }: Moments): boolean =>
  execution_time === "signal_close" || (signal_time === "open" && execution_time === "next_close")

const termsOf = (trading: Trading) => ({
  sessionsToFill: trading.delay_sessions + (fillsSameSession(trading) ? 0 : 1),
  decidesFirst: fillsSameSession(trading),
  everySession: false,
  makesRoom: true,
  cash: trading.cash_rate / trading.periods_per_year,
  negativeCash: (trading.cash_rate + trading.financing_spread) / trading.periods_per_year,
  borrow: trading.short_borrow / trading.periods_per_year,
  delistingReturn: trading.delisting_return,
})
