/** Momentum, moving-average crossover, breakout: the features of trend rules. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { setting } from "../Explainer.ts"
import { blockSums, feature } from "./feature.ts"

export const momentum = feature({
  name: "features/momentum",
  config: Schema.Struct({ lookback_sessions: Schema.Int }),
  back: ({ lookback_sessions }) => lookback_sessions,
  first: ["value"],
  readings: (port, levels, { lookback_sessions }) =>
    Effect.gen(function* () {
      const inputs = [yield* levels.at("index", 0), yield* levels.at("index_before", lookback_sessions)]
      return {
        formula: port === "signal" ? "compare(index, index_before)" : "index / index_before - 1",
        inputs,
      }
    }),
})

export const skippedMomentum = feature({
  name: "features/skipped-momentum",
  config: Schema.Struct({ lookback_sessions: Schema.Int, skip_sessions: Schema.Int }),
  back: ({ lookback_sessions }) => lookback_sessions,
  first: [],
  readings: (_, levels, { lookback_sessions, skip_sessions }) =>
    Effect.gen(function* () {
      const inputs = [
        yield* levels.at("index", 0),
        yield* levels.at("index_at_skip", skip_sessions),
        yield* levels.at("index_before", lookback_sessions),
      ]
      return { formula: "if(index > 0, index_at_skip / index_before - 1, unknown)", inputs }
    }),
})

export const movingAverageCrossover = feature({
  name: "features/moving-average-crossover",
  config: Schema.Struct({ short_sessions: Schema.Int, long_sessions: Schema.Int }),
  back: ({ long_sessions }) => long_sessions - 1,
  first: ["value"],
  readings: (port, levels, { short_sessions, long_sessions }) =>
    Effect.gen(function* () {
      const inputs = [
        yield* levels.window("short_window", short_sessions),
        yield* levels.window("long_window", long_sessions),
      ]
      return port === "signal"
        ? { formula: "compare(mean(short_window), mean(long_window))", inputs }
        : { formula: "mean(short_window) / mean(long_window) - 1", tolerance: blockSums, inputs }
    }),
})

export const breakout = feature({
  name: "features/breakout",
  config: Schema.Struct({ period_sessions: Schema.Int }),
  back: ({ period_sessions }) => period_sessions - 1,
  first: ["value"],
  readings: (port, levels, { period_sessions }) =>
    Effect.gen(function* () {
      const inputs = [yield* levels.at("index", 0), yield* levels.window("channel", period_sessions)]
      if (port === "value")
        return {
          formula:
            "high = max(channel); low = min(channel); if(compare(high, low), (index - low) / (high - low), 0.5)",
          inputs,
        }
      return {
        formula:
          "top = (1 - band) * max(channel); bottom = (1 + band) * min(channel); (compare(index, top) > 0) - (compare(index, bottom) < 0)",
        inputs: [...inputs, setting("band", 0.01)],
      }
    }),
})
