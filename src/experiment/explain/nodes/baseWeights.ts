/** Base weights of the rules that take no solver. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, read, setting, settings, storedList } from "../Explainer.ts"
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

export const groupWeights = explainer({
  name: "allocation/group-weights",
  config: Schema.Struct({
    allocate_over: over,
    groups: Schema.Record(Schema.String, Schema.String),
    weights: Schema.Record(Schema.String, Schema.Finite),
  }),
  explain: (bench, cell, { allocate_over, groups, weights }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const { names, note } = yield* membersAt(bench, cell, allocate_over)
      const groupOf = (asset: string): string | undefined =>
        Object.hasOwn(groups, asset) ? groups[asset] : undefined
      const countOf = (group: string): number => names.filter((asset) => groupOf(asset) === group).length
      const present = Object.entries(weights).filter(([group]) => countOf(group) > 0)
      const eligible = yield* read(bench, "eligible", inputOf(node, "eligible"), day, column)
      const asked = ask(inputOf(node, "eligible"), day, column)
      const group = groupOf(column)
      const own = present.find(([name]) => name === group)
      if (own === undefined || !names.includes(column)) {
        const text = eligible.value === null ? "unknown" : "0"
        return [...asked, draft("base weight", cell, formula(text), [eligible], ["takes no part", note])]
      }
      const text = "if(sum(weights) > 0, weight / sum(weights) / members, 0)"
      const inputs = [
        setting("weight", own[1]),
        settings("weights", present),
        setting("members", countOf(own[0])),
      ]
      return [...asked, draft("base weight", cell, formula(text), inputs, [`group ${own[0]}`, note])]
    }),
})
