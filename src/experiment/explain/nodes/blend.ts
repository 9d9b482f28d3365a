/** Several strategies to one exposure, and the weights that they have in it. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Bench, Named, Read } from "../Bench.ts"
import { ask, draft, explainer, formula, setting, settings, storedList } from "../Explainer.ts"
import { inputOf, inputsOf } from "../RunGraph.ts"
import type { Cell } from "../Step.ts"
import { spanOf } from "./feature.ts"

const Config = Schema.Struct({
  weights: Schema.optionalKey(Schema.Record(Schema.String, Schema.Finite)),
  long_only: Schema.Boolean,
  per_asset_cap: Schema.optionalKey(Schema.Finite),
})

export const blend = explainer({
  name: "execution/blend",
  config: Config,
  explain: (bench, cell, { weights, long_only, per_asset_cap }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const strategies = inputsOf(node, "exposures")
      const meta = inputOf(node, "meta")
      const estimated = weights === undefined && meta !== undefined
      const weightOf = (name: string): Read<number> =>
        estimated
          ? bench.cell(meta, day, name)
          : Effect.succeed(weights === undefined ? 1 / strategies.length : (weights[name] ?? NaN))
      const terms: Array<{ readonly exposure: Named; readonly weight: Named }> = []
      const silent: Array<string> = []
      for (const wire of strategies) {
        const value = yield* bench.cell(wire, day, column)
        if (Number.isNaN(value)) silent.push(wire.key)
        else terms.push({ exposure: [wire.key, value], weight: [wire.key, yield* weightOf(wire.key)] })
      }
      const asked = [
        ...strategies.flatMap((wire) => ask(wire, day, column)),
        ...(estimated ? strategies.flatMap(({ key }) => ask(meta, day, key)) : []),
      ]
      const exposures = settings(
        "exposures",
        terms.map(({ exposure }) => exposure),
      )
      const shares = storedList(
        "weights",
        terms.map(({ weight }) => weight),
        estimated ? meta : undefined,
        "strategies with an opinion",
      )
      const notes = silent.map((name) => `${name} has no opinion: its weight stays in cash`)
      if (terms.length === 0) return [...asked, draft("blend", cell, formula("unknown"), [], notes)]
      const most = per_asset_cap ?? 1e308
      const isBounded = long_only || per_asset_cap !== undefined
      const bounds = isBounded ? [setting("least", long_only ? 0 : -most), setting("most", most)] : []
      const text = `e = sum(weights * exposures); if(abs(e) > 1e-12, ${isBounded ? "clip(e, least, most)" : "e"}, 0)`
      return [...asked, draft("blend", cell, formula(text), [shares, exposures, ...bounds], notes)]
    }),
})

const MetaConfig = Schema.Struct({
  lookback: Schema.Int,
  lag: Schema.Int,
  min_weight: Schema.Finite,
  max_weight: Schema.Finite,
})

/** Smallest volatility of a strategy that counts, decimal per session. */
const floor = 1e-4

/** Weights over strategies in inverse proportion to the volatility of each one's own book. */
export const metaWeights = explainer({
  name: "allocation/meta-weights",
  config: MetaConfig,
  explain: (bench, cell, config) =>
    cell.port === "volatility" ? metaVolatility(bench, cell, config) : metaWeight(bench, cell, config),
})

const metaVolatility = (bench: Bench, cell: Cell, { lookback, lag }: typeof MetaConfig.Type) =>
  Effect.gen(function* () {
    const book = inputsOf(cell.node, "books").find(({ key }) => key === cell.column)
    const end = yield* bench.dayBefore(book, cell.day, lag)
    const returns = end === undefined ? [] : yield* bench.window(book, end, lookback, "gross")
    const filled = end === undefined ? [] : yield* bench.stretch(book, -Infinity, end, "filled")
    const first = filled.findIndex(([, value]) => value === 1)
    const isKnown = first >= 0 && filled.length - 1 - first >= lookback
    return isKnown
      ? [
          draft("estimate", cell, formula("std(returns)"), [
            storedList("returns", returns, book, `${spanOf(returns)} gross`),
          ]),
        ]
      : [
          draft(
            "estimate",
            cell,
            formula("unknown"),
            [],
            [`its book has fewer than ${lookback} returns since its first fill`],
          ),
        ]
  })

const metaWeight = (bench: Bench, cell: Cell, { min_weight, max_weight }: typeof MetaConfig.Type) =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const estimates = { node, port: "volatility", content: node.outputs.get("volatility") ?? "" }
    const volatilities = yield* bench.row(estimates, day)
    const place = volatilities.findIndex(([name]) => name === column)
    const asked = volatilities.flatMap(([name]) => ask(estimates, day, name))
    const list = storedList("volatilities", volatilities, estimates, "all strategies")
    if (volatilities.some(([, value]) => Number.isNaN(value)))
      return [
        ...asked,
        draft(
          "estimate",
          cell,
          formula("1 / count(volatilities)"),
          [list],
          ["equal: an estimate is missing"],
        ),
      ]
    const inputs = [
      list,
      setting("place", place + 1),
      setting("floor", floor),
      setting("least", min_weight),
      setting("most", max_weight),
    ]
    const text =
      "inverse = 1 / max(volatilities, floor); entry(nearest_shares(inverse / sum(inverse), least, most), place)"
    return [...asked, draft("estimate", cell, formula(text), inputs)]
  })
