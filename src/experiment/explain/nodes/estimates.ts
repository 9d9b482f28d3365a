/** Volatility of each asset at a decision. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { windowEnd } from "../../../pipeline/allocation/estimationWindow.ts"
import { ask, draft, explainer, formula, storedList } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"
import { rowAtOrBefore } from "../Bench.ts"
import { spanOf } from "./feature.ts"

const Config = Schema.Struct({
  lookback: Schema.Int,
  lag: Schema.Literals([0, 1]),
  update: Schema.Literals(["rebalance", "weekly", "monthly"]),
})

export const estimate = explainer({
  name: "allocation/volatility",
  config: Config,
  explain: (bench, cell, { lookback, lag, update }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const [returns, schedule] = [inputOf(node, "returns"), inputOf(node, "schedule")]
      if (schedule !== undefined && (yield* bench.cell(schedule, day, "decision")) !== 1)
        return [draft("estimate", cell, formula("unknown"), [], ["no decision on this session"])]
      const days = yield* bench.days(returns)
      const end = windowEnd(days, rowAtOrBefore(days, day), { window: lookback, lag, update })
      const last = days[end - 1]
      const window = last === undefined ? [] : yield* bench.window(returns, last, lookback, column)
      const input = storedList("returns", window, returns, `${spanOf(window)} ${column}`)
      if (window.length < lookback)
        return [
          draft(
            "estimate",
            cell,
            formula("unknown"),
            [input],
            [`fewer than ${lookback} sessions of history`],
          ),
        ]
      const text = "volatility = std(returns); if(volatility < 1e-8, unknown, volatility)"
      return [...ask(returns, last, column), draft("estimate", cell, formula(text), [input], ["per session"])]
    }),
})
