/** From features to what a strategy wants. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, known, read, setting, storedList } from "../Explainer.ts"
import { inputOf, inputsOf } from "../RunGraph.ts"

const Vote = Schema.Struct({
  combination_method: Schema.Literals(["majority", "all", "weighted"]),
  weights: Schema.Array(Schema.Finite),
  weighted_threshold: Schema.Finite,
})

/** One signal out of three. */
const vote = (name: string, ports: readonly [string, string, string]) =>
  explainer({
    name,
    config: Vote,
    explain: (bench, cell, { combination_method: method, weights, weighted_threshold }) =>
      Effect.gen(function* () {
        const { node, day, column } = cell
        const asked = ports.flatMap((port) => ask(inputOf(node, port), day, column))
        const signals = yield* Effect.forEach(ports, (port) =>
          read(bench, port, inputOf(node, port), day, column),
        )
        const isWeighted = method === "weighted"
        const beyond = isWeighted ? weighted_threshold + 1e-12 : method === "all" ? 2.5 : 1.5
        const terms = ports.map((port, k) => (isWeighted ? `weight_${k + 1} * ${port}` : port))
        const text = `vote = ${terms.join(" + ")}; (vote > beyond) - (vote < -beyond)`
        const inputs = [
          ...signals,
          ...(isWeighted ? weights.map((weight, k) => setting(`weight_${k + 1}`, weight)) : []),
          setting("beyond", beyond),
        ]
        return [...asked, draft("signal", cell, formula(text), inputs, [`combination_method ${method}`])]
      }),
  })

export const trend = vote("intent/trend", ["momentum", "crossover", "breakout"])

export const meanReversion = vote("intent/mean-reversion", ["rsi", "bollinger", "z_score"])

export const crossSectionalMomentum = explainer({
  name: "intent/cross-sectional-momentum",
  config: Schema.Unknown,
  explain: (bench, cell) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const wire = inputOf(node, "momentum")
      const among = known(yield* bench.row(wire, day))
      const place = among.findIndex(([asset]) => asset === column)
      const asked = ask(wire, day, column)
      if (place < 0)
        return [...asked, draft("signal", cell, formula("unknown"), [], ["its momentum is not known"])]
      const inputs = [storedList("momentum", among, wire, "all assets"), setting("place", place + 1)]
      const text =
        among.length < 2
          ? "0"
          : "n = count(momentum); 2 * (entry(ranks(momentum), place) - (n + 1) / 2) / (n - 1)"
      return [...asked, draft("signal", cell, formula(text), inputs)]
    }),
})

export const timeSeriesMomentum = explainer({
  name: "intent/time-series-momentum",
  config: Schema.Struct({ lookback_sessions: Schema.Int, clip: Schema.Finite }),
  explain: (bench, cell, config) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const [growth, volatility] = [inputOf(node, "growth"), inputOf(node, "volatility")]
      return [
        ...ask(growth, day, column),
        ...ask(volatility, day, column),
        draft("signal", cell, formula("clip(growth / (volatility * (sqrt(sessions) * deviations)), -1, 1)"), [
          yield* read(bench, "growth", growth, day, column),
          yield* read(bench, "volatility", volatility, day, column),
          setting("sessions", config.lookback_sessions),
          setting("deviations", config.clip),
        ]),
      ]
    }),
})

export const threshold = explainer({
  name: "intent/threshold",
  config: Schema.Struct({ threshold: Schema.Finite }),
  explain: (bench, cell, config) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const scores = inputOf(node, "scores")
      const text = "(compare(score, threshold) > 0) - (compare(score, -threshold) < 0)"
      return [
        ...ask(scores, day, column),
        draft("signal", cell, formula(text), [
          yield* read(bench, "score", scores, day, column),
          setting("threshold", config.threshold),
        ]),
      ]
    }),
})

export const passthrough = explainer({
  name: "intent/passthrough",
  config: Schema.Unknown,
  explain: (bench, cell) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const index = inputOf(node, "index")
      const input = yield* read(bench, "index", index, day, column)
      const text = input.value === null ? "unknown" : "1"
      return [
        ...ask(index, day, column),
        draft("signal", cell, formula(text), [input], ["long wherever the index is known"]),
      ]
    }),
})

/** The intent of an earlier session. */
export const lag = explainer({
  name: "execution/lag",
  config: Schema.Struct({ sessions: Schema.Int }),
  explain: (bench, cell, { sessions }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const intent = inputOf(node, "intent")
      const then = yield* bench.dayBefore(intent, day, sessions)
      return [
        ...ask(intent, then, column),
        draft("signal", cell, formula("intent_before"), [
          yield* read(bench, "intent_before", intent, then, column),
        ]),
      ]
    }),
})

/** The intent of the candidate that is chosen for the session, of the first choice by name that says one. */
export const chosen = explainer({
  name: "intent/chosen",
  config: Schema.Unknown,
  explain: (bench, cell) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      for (const choice of inputsOf(node, "choices")) {
        const shares = known(yield* bench.row(choice, day))
        if (shares.length === 0) continue
        const [name] = shares.find(([, share]) => share === 1) ?? []
        const intent = inputsOf(node, "intents").find(({ key }) => key === name)
        const input = yield* read(bench, "intent", intent, day, column)
        const note = `${name ?? "nobody"} is chosen by ${choice.key}`
        return [...ask(intent, day, column), draft("signal", cell, formula("intent"), [input], [note])]
      }
      return [draft("signal", cell, formula("unknown"), [], ["no candidate is chosen for the session"])]
    }),
})
