/** Base weights of the rules that take no solver. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, read, setting, storedList } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"
import { membersAt } from "./eligible.ts"

const over = Schema.Literals(["universe", "active"])

export const equalWeight = explainer({
  name: "allocation/equal-weight",
  config: Schema.Struct({ allocate_over: over }),
  explain: (bench, cell, { allocate_over }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const { names, note } = yield* membersAt(bench, cell, allocate_over)
      const eligible = yield* read(bench, "eligible", inputOf(node, "eligible"), day, column)
      const isMember = names.includes(column)
      const text = isMember ? "1 / members" : eligible.value === null ? "unknown" : "0"
      return [
        ...ask(inputOf(node, "eligible"), day, column),
        draft("base weight", cell, formula(text), [eligible, setting("members", names.length)], [note]),
      ]
    }),
})

export const inverseVol = explainer({
  name: "allocation/inverse-vol",
  config: Schema.Struct({ allocate_over: over, min_vol: Schema.Finite }),
  explain: (bench, cell, { allocate_over, min_vol }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const wire = inputOf(node, "volatility")
      const { names, note } = yield* membersAt(bench, cell, allocate_over)
      const all = (yield* bench.row(wire, day)).filter(
        ([asset, value]) => names.includes(asset) && !Number.isNaN(value),
      )
      const eligible = yield* read(bench, "eligible", inputOf(node, "eligible"), day, column)
      const asked = [...ask(wire, day, column), ...ask(inputOf(node, "eligible"), day, column)]
      if (!all.some(([asset]) => asset === column)) {
        const text = eligible.value === null ? "unknown" : "0"
        return [...asked, draft("base weight", cell, formula(text), [eligible], ["takes no part", note])]
      }
      const inputs = [
        yield* read(bench, "volatility", wire, day, column),
        storedList("volatilities", all, wire, "assets that take part"),
        setting("min_vol", min_vol),
      ]
      const text = "1 / max(volatility, min_vol) / sum(1 / max(volatilities, min_vol))"
      return [...asked, draft("base weight", cell, formula(text), inputs, [note])]
    }),
})
