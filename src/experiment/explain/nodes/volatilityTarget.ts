/** Leverage towards a volatility, and the weights that it scales. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Bench } from "../Bench.ts"
import { ask, draft, explainer, formula, read, setting, storedList } from "../Explainer.ts"
import { inputOf, outputOf } from "../RunGraph.ts"
import type { Cell } from "../Step.ts"
import { spanOf } from "./feature.ts"

const Config = Schema.Struct({
  target_vol: Schema.Finite,
  vol_lookback: Schema.Int,
  min_leverage: Schema.Finite,
  max_leverage: Schema.Finite,
  leverage_update: Schema.Literals(["rebalance", "daily"]),
  periods_per_year: Schema.Finite,
  lag: Schema.Int,
  sessions_to_fill: Schema.Int,
})

type Config = typeof Config.Type

export const volatilityTarget = explainer({
  name: "allocation/volatility-target",
  config: Config,
  explain: (bench, cell, config) => {
    if (cell.port === "weights") return leveredWeight(bench, cell, config)
    return cell.column === "volatility" ? volatility(bench, cell, config) : leverage(bench, cell, config)
  },
})

/** Daily, the row is what the unlevered book holds after its fills; else what the decision wants. */
const leveredWeight = (bench: Bench, cell: Cell, { leverage_update }: Config) =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const source = inputOf(node, leverage_update === "daily" ? "filled" : "weights")
    const levers = outputOf(node, "leverage")
    return [
      ...ask(source, day, column),
      ...ask(levers, day, "volatility"),
      ...ask(levers, day, "leverage"),
      draft("leverage", cell, formula("weight * leverage"), [
        yield* read(bench, "weight", source, day, column),
        yield* read(bench, "leverage", levers, day, "leverage"),
      ]),
    ]
  })

const leverage = (bench: Bench, cell: Cell, config: Config) =>
  Effect.gen(function* () {
    const sigma = yield* read(bench, "volatility", outputOf(cell.node, cell.port), cell.day, "volatility")
    const isKnown = typeof sigma.value === "number" && sigma.value >= 1e-8
    return [
      draft(
        "leverage",
        cell,
        formula(`clip(${isKnown ? "target_vol / volatility" : "1"}, least, most)`),
        [
          ...(isKnown ? [sigma, setting("target_vol", config.target_vol)] : []),
          setting("least", config.min_leverage),
          setting("most", config.max_leverage),
        ],
        isKnown ? [] : ["no volatility to scale by"],
      ),
    ]
  })

/** Of the last returns of the unlevered book, counted from the session after its first fill. */
const volatility = (bench: Bench, cell: Cell, config: Config) =>
  Effect.gen(function* () {
    const { node, day } = cell
    const book = inputOf(node, "book")
    const behind = config.lag + (config.leverage_update === "daily" ? config.sessions_to_fill : 0)
    const end = yield* bench.dayBefore(book, day, behind)
    const filled = yield* bench.stretch(book, -Infinity, end ?? -Infinity, "filled")
    const first = filled.findIndex(([, value]) => value === 1)
    if (end === undefined || first < 0 || filled.length - 1 - first < config.vol_lookback) {
      const note = `fewer than ${config.vol_lookback} returns of the unlevered book since its first fill`
      return [draft("leverage", cell, formula("unknown"), [], [note])]
    }
    const returns = yield* bench.window(book, end, config.vol_lookback, "gross")
    return [
      draft("leverage", cell, formula("std(returns) * sqrt(periods_per_year)"), [
        storedList("returns", returns, book, `${spanOf(returns)} gross`),
        setting("periods_per_year", config.periods_per_year),
      ]),
    ]
  })
