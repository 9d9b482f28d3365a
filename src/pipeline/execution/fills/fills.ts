import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import type * as Calendar from "../../../domain/Calendar.ts"
import { mintHeldWeights } from "../../../domain/heldWeights.mint.ts"
import * as Panel from "../../../domain/Panel.ts"
import * as Series from "../../../domain/Series.ts"
import * as Weights from "../../../domain/Weights.ts"
import { type Book, type BookState, type BookTerms, makeBook, stateAtStart } from "../../../kernel/book.ts"
import { runBook } from "../../../kernel/runBook.ts"
import * as Timing from "./timing.ts"

const perYear = (description: string) =>
  Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 10 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))

const Config = Schema.Struct({
  ...Timing.fields,
  every_session: Schema.Boolean.annotate({
    description:
      "take the moment of fills on every session, orders or not, as daily leverage needs of all its books",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  cash_rate: perYear("interest on cash, fraction per year"),
  financing_spread: perYear("paid on top of cash_rate by negative cash, fraction per year"),
  short_borrow: perYear("fee on short positions, fraction per year"),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
  delisting_return: Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 10 }))
    .annotate({ description: "return of a holding on its delisting session, from its last close" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
}).check(Schema.makeFilter(Timing.allowed))

/**
 * Target weights to held weights: orders, fills, drift, cash, delisting and ruin, one session after another.
 *
 * `before_fill` and `after_fill` are the returns from the previous close to the fill price and from there to the close
 * (price_used close: r_cc and 0). `tradable` is what a decision knew of `listing` on its own row, where that is less (at
 * the open: who has opened); by default the listing itself. With `signal_time: open` targets have to be known at the open. Turnover is a fraction of net asset value, 0 where nothing filled; panels are NaN
 * where an asset is not listed, everything is NaN after ruin. The accounting stands in `docs/execution-model.md`.
 *
 * Columns of `book`, a row a session: gross, g1, g2 (growth to the fill and from it), cash_contribution, filled (an
 * order with a target other than 0 filled), fill_event (any order filled), gross_exposure, net_exposure (at the close),
 * decision (epoch day of the row of targets that came due, else NaN), scale (its frozen factor), ruin (1 on that
 * session), target_turnover and traded_turnover (of all assets together).
 */
export const Fills = Node.define({
  name: "execution/fills",
  title: "held weights and gross return of one book, known at the close",
  config: Config,
  inputs: {
    targets: Weights.targetType,
    before_fill: Panel.type,
    after_fill: Panel.type,
    close_to_close: Panel.type,
    listing: Panel.type,
    tradable: Node.optional(Panel.type),
  },
  outputs: {
    held: Weights.heldType,
    filled: Panel.type,
    drifted: Panel.type,
    target_turnover: Panel.type,
    traded_turnover: Panel.type,
    contribution: Panel.type,
    book: Series.type,
  },
  reach: (timing) => {
    const decisions = Reach.recursive(Timing.sessionsToFill(timing))
    return {
      targets: decisions,
      listing: decisions,
      tradable: decisions,
      before_fill: Reach.recursive(),
      after_fill: Reach.recursive(),
      close_to_close: Reach.recursive(),
    }
  },
  scope: "all",
  stateful: true,
  stateColumns: { held: 0, waiting: NaN, lastTarget: 0 },
  decides: true,
  knownBy: ({ signal_time, targets_at }) =>
    signal_time === "open" && targets_at === "decision" ? { targets: "open" } : {},
  settle: Timing.sessionsToFill,
  run: ({ targets, before_fill, after_fill, close_to_close, listing, tradable }, config, { skip, state }) => {
    const book = makeBook(
      {
        assets: targets.assets.length,
        sessions: Panel.rows(targets),
        targets: targets.values,
        beforeFill: before_fill.values,
        afterFill: after_fill.values,
        closeToClose: close_to_close.values,
        listing: listing.values,
        tradable: (tradable ?? listing).values,
      },
      termsOf(config),
      stateOf(state, targets.assets.length),
    )
    runBook(book, skip)
    const panel = (values: Float64Array) => Panel.make(targets.calendar, targets.assets, values)
    const { panels } = book
    const out = {
      held: mintHeldWeights(panel(panels.held)),
      filled: panel(panels.filled),
      drifted: panel(panels.drifted),
      target_turnover: panel(panels.targetTurnover),
      traded_turnover: panel(panels.tradedTurnover),
      contribution: panel(panels.contribution),
      book: seriesOf(targets.calendar, book),
    }
    return { out, state: { ...book.state } }
  },
})

function termsOf(config: typeof Config.Type): BookTerms {
  return {
    sessionsToFill: Timing.sessionsBehind(config),
    decidesFirst: Timing.replacesFirst(config),
    everySession: config.every_session,
    makesRoom: config.targets_at === "decision",
    cash: config.cash_rate / config.periods_per_year,
    negativeCash: (config.cash_rate + config.financing_spread) / config.periods_per_year,
    borrow: config.short_borrow / config.periods_per_year,
    delistingReturn: config.delisting_return,
  }
}

function stateOf(state: Node.State | undefined, assets: number): BookState {
  const start = stateAtStart(assets)
  if (state === undefined) return start
  return {
    held: state.held ?? start.held,
    waiting: state.waiting ?? start.waiting,
    lastTarget: state.lastTarget ?? start.lastTarget,
    orders: state.orders ?? start.orders,
    ruined: state.ruined ?? start.ruined,
  }
}

function seriesOf(calendar: Calendar.Calendar, { series }: Book): Series.Series {
  return Series.make(calendar, {
    gross: series.gross,
    g1: series.g1,
    g2: series.g2,
    cash_contribution: series.cashContribution,
    filled: series.filled,
    fill_event: series.fillEvent,
    gross_exposure: series.grossExposure,
    net_exposure: series.netExposure,
    decision: sessionsAt(calendar, series.decision),
    scale: series.scale,
    ruin: series.ruin,
    target_turnover: series.targetTurnover,
    traded_turnover: series.tradedTurnover,
  })
}

/** Epoch days of rows, in their place. */
function sessionsAt({ sessions }: Calendar.Calendar, rows: Float64Array): Float64Array {
  for (let t = 0; t < rows.length; t++) if (!Number.isNaN(rows[t]!)) rows[t] = sessions[rows[t]!]!
  return rows
}
