/** From the intent of one strategy to its exposure. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { isTie } from "../../../kernel/ties.ts"
import { ask, draft, explainer, formula, known, setting, stored, storedList } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"

const Config = Schema.Struct({
  mapping: Schema.Literals(["auto", "passthrough", "rank_then_normalize", "zscore_then_clip"]),
  kind: Schema.Literals(["signals", "scores"]),
  clip: Schema.Finite,
  long_only: Schema.Boolean,
  per_asset_cap: Schema.optionalKey(Schema.Finite),
  gross_exposure_cap: Schema.Finite,
})

/** The kernel of standard scores adds up its squares otherwise than `std`. */
const scoreTolerance = 1e-12

export const exposure = explainer({
  name: "execution/exposure",
  config: Config,
  explain: (bench, cell, config) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const [wire, eligible] = [inputOf(node, "intent"), inputOf(node, "eligible")]
      const may = new Map(yield* bench.row(eligible, day))
      const among = known(yield* bench.row(wire, day)).filter(([asset]) => may.get(asset) === 1)
      const place = among.findIndex(([asset]) => asset === column)
      const asked = [...ask(wire, day, column), ...ask(eligible, day, column)]
      if (place < 0) {
        const why = may.get(column) === 1 ? "the strategy has no opinion" : "not eligible"
        return [...asked, draft("exposure", cell, formula("unknown"), [], [why])]
      }
      const automatic = config.kind === "signals" ? "passthrough" : "rank_then_normalize"
      const mapping = config.mapping === "auto" ? automatic : config.mapping
      const most = config.per_asset_cap ?? 1
      const bounds = [setting("least", config.long_only ? 0 : -most), setting("most", most)]
      const intents = [
        storedList("intents", among, wire, "eligible assets with one"),
        setting("place", place + 1),
      ]
      const values = among.map(([, value]) => value)
      const allTie = isTie(Math.min(...values), Math.max(...values))
      const notes = [`mapping ${mapping}`]
      switch (mapping) {
        case "passthrough": {
          const intent = stored("intent", values[place]!, wire, day, column)
          return [
            ...asked,
            draft("exposure", cell, formula("clip(intent, least, most)"), [intent, ...bounds], notes),
          ]
        }
        case "rank_then_normalize": {
          const text =
            values.length < 2 || allTie
              ? "clip(0, least, most)"
              : "n = count(intents); q = 2 * (ranks(intents) - (n + 1) / 2) / (n - 1); clip(entry(q, place) * gross / sum(abs(q)), least, most)"
          const gross = setting("gross", config.gross_exposure_cap)
          return [...asked, draft("exposure", cell, formula(text), [...intents, gross, ...bounds], notes)]
        }
        case "zscore_then_clip": {
          const text =
            values.length < 2 || allTie
              ? "clip(0, least, most)"
              : "clip(clip((entry(intents, place) - mean(intents)) / std(intents), -deviations, deviations) / deviations, least, most)"
          const deviations = setting("deviations", config.clip)
          return [
            ...asked,
            draft(
              "exposure",
              cell,
              formula(text, scoreTolerance),
              [...intents, deviations, ...bounds],
              notes,
            ),
          ]
        }
      }
    }),
})
