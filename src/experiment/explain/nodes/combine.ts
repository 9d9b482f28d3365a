/** Base weights and exposure to target weights. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, setting, settings } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"

const Config = Schema.Struct({
  combine: Schema.Literals(["overlay", "normalise"]),
  gross_exposure_cap: Schema.Finite,
  net_exposure_target: Schema.optionalKey(Schema.Finite),
})

export const combine = explainer({
  name: "allocation/combine",
  config: Config,
  explain: (bench, cell, { combine: mode, gross_exposure_cap, net_exposure_target: net }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const [base, exposure] = [inputOf(node, "base"), inputOf(node, "exposure")]
      const row = (yield* bench.row(base, day)).filter(([, weight]) => !Number.isNaN(weight))
      const wanted = new Map(yield* bench.row(exposure, day))
      const exposures = row.map(([asset]) => {
        const e = wanted.get(asset) ?? NaN
        return [asset, Number.isNaN(e) ? 0 : e] as const // not eligible counts 0
      })
      const asked = [...ask(base, day, column), ...ask(exposure, day, column)]
      const place = row.findIndex(([asset]) => asset === column)
      if (place < 0)
        return [...asked, draft("target", cell, formula("unknown"), [], ["no base weight: not listed"])]
      const parts = [
        "w = bases * exposures",
        ...(mode === "normalise"
          ? ["gross = longs(w) + shorts(w)", "w = if(gross > 0, w * (sum(abs(exposures)) / gross), w)"]
          : []),
        ...(net === undefined
          ? []
          : [
              "long = longs(w)",
              "short = shorts(w)",
              "to_long = if(long > 0, (gross_cap + net) / 2 / long, 1)",
              "to_short = if(short > 0, (gross_cap - net) / 2 / short, 1)",
              "w = max(w, 0) * to_long + min(w, 0) * to_short",
            ]),
        "total = longs(w) + shorts(w)",
        "entry(if(total > gross_cap, w * (gross_cap / total), w), place)",
      ]
      const inputs = [
        settings("bases", row),
        settings("exposures", exposures),
        setting("place", place + 1),
        setting("gross_cap", gross_exposure_cap),
        ...(net === undefined ? [] : [setting("net", net)]),
      ]
      const notes = [
        `${mode}: ${mode === "overlay" ? "what exposure leaves is cash" : "scaled to the sum of |exposure|"}`,
      ]
      return [...asked, draft("target", cell, formula(parts.join("; ")), inputs, notes)]
    }),
})
