import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Weights from "../../domain/Weights.ts"
import { leverage } from "../../kernel/leverage.ts"
import { sessionsSinceFill } from "../../kernel/sessionsSinceFill.ts"
import { windowDeviation } from "../../kernel/windowDeviation.ts"
import { MissingFilledWeights } from "./errors.ts"
import { lag } from "./estimationWindow.ts"
import { leverageFields, leverageInOrder, ruleOf } from "./leverageFields.ts"
import { targetRows } from "./targetRows.ts"

const config = Schema.Struct({
  ...leverageFields,
  vol_lookback: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
    .annotate({ description: "daily returns of the unlevered book in the estimate, sessions" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(60))),
  leverage_update: Schema.Literals(["rebalance", "daily"])
    .annotate({
      description: "rebalance: at decisions; daily: at every session, on the weights the book then holds",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("rebalance" as const))),
  lag,
  sessions_to_fill: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 253 }))
    .annotate({ description: "daily: sessions from the decision to the session of its fill" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
}).check(Schema.makeFilter(leverageInOrder))

type Config = typeof config.Type

/** Rows of the book that a row of weights does not see; daily, weights are those which the book holds that very session. */
const unseen = ({ leverage_update, lag }: Config): number => (leverage_update === "daily" ? 0 : lag)

/** Sessions between a row of weights and the last return of its estimate. */
const behind = ({ leverage_update, lag, sessions_to_fill }: Config): number =>
  lag + (leverage_update === "daily" ? sessions_to_fill : 0)

/**
 * Leverage towards a volatility target, by the volatility that the book has had: L = clip(target / σ), σ the annualised deviation of the last `vol_lookback`
 * gross returns of the unlevered book, counted from the session after its first fill of a nonzero order. L = clip(1)
 * while there are fewer, and where σ < 1e-8.
 *
 * `rebalance`: L × `weights`, at the rows of decisions. `daily`: a row for every session from the book's first fill on,
 * to be filled on that very session: the L decided `sessions_to_fill` sessions before × the book's weights right after
 * its fills (`filled`), so that L = 1 gives the same book.
 *
 * Columns of `leverage`, NaN on rows without weights: leverage (factor) and volatility (fraction per year, NaN where
 * there is no estimate).
 */
export const VolatilityTarget = Node.define({
  name: "allocation/volatility-target",
  title: "target weights scaled to a volatility (fraction of net asset value), and the leverage",
  config,
  inputs: { weights: Weights.targetType, book: Series.type, filled: Node.optional(Panel.type) },
  outputs: { weights: Weights.targetType, leverage: Series.type },
  reach: (config) => ({
    weights: Reach.point,
    book: {
      kind: "recursive",
      back: config.vol_lookback - 1 + behind(config),
      ahead: -unseen(config),
    },
    filled: Reach.point,
  }),
  scope: "all",
  stateful: true,
  stateColumns: {},
  decides: true,
  settle: (config) => config.vol_lookback + behind(config),
  run: ({ weights, book, filled }, config, { skip, state }) => {
    const daily = config.leverage_update === "daily"
    if (daily && filled === undefined) return Effect.fail(new MissingFilledWeights())
    const before = state?.["since_fill"]?.[0] ?? NaN
    const since = sessionsSinceFill(Series.column(book, "filled"), skip, before, unseen(config))
    const gross = Series.column(book, "gross")
    const rule = ruleOf(config)
    const levers = new Float64Array(since.length).fill(NaN)
    const volatility = new Float64Array(since.length).fill(NaN)
    const levered = targetRows(daily ? fromFirstFill(filled!, since) : weights, (row, t) => {
      estimate(gross, since[t]!, t, config, volatility)
      levers[t] = leverage(volatility[t]!, rule)
      return row.map((weight) => weight * levers[t]! + 0)
    })
    return {
      out: { weights: levered, leverage: Series.make(weights.calendar, { leverage: levers, volatility }) },
      state: { since_fill: Float64Array.of(skip < since.length ? since.at(-1)! : before) },
    }
  },
})

/** Writes the annualised volatility known at row t, when enough returns lie after the first fill. */
function estimate(gross: Float64Array, since: number, t: number, config: Config, into: Float64Array): void {
  if (!(since - behind(config) + unseen(config) >= config.vol_lookback)) return
  windowDeviation(gross, 1, t - behind(config) + 1, config.vol_lookback, into, t)
  into[t]! *= Math.sqrt(config.periods_per_year)
}

/** The weights from the book's first nonzero fill on: before it there is nothing to lever. */
function fromFirstFill(filled: Panel.Panel, since: Float64Array): Panel.Panel {
  const first = since.findIndex((sessions) => !Number.isNaN(sessions))
  const values = filled.values.slice()
  return Panel.like(filled, values.fill(NaN, 0, (first < 0 ? since.length : first) * filled.assets.length))
}
