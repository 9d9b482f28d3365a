/** RSI, Bollinger bands, z-score: the features of mean reversion; and volatility. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { setting } from "../Explainer.ts"
import { blockSums, feature } from "./feature.ts"

/** +1 below the lower bound, −1 above the upper one. */
const contrarian = (value: string, lower: string, upper: string): string =>
  `(compare(${value}, ${lower}) < 0) - (compare(${value}, ${upper}) > 0)`

export const rsi = feature({
  name: "features/rsi",
  config: Schema.Struct({
    period_sessions: Schema.Int,
    oversold: Schema.Finite,
    overbought: Schema.Finite,
  }),
  back: ({ period_sessions }) => period_sessions,
  first: ["value"],
  readings: (port, levels, { period_sessions, oversold, overbought }) =>
    Effect.gen(function* () {
      if (port === "signal")
        return {
          formula: contrarian("rsi", "oversold", "overbought"),
          inputs: [
            yield* levels.own("rsi", "value"),
            setting("oversold", oversold),
            setting("overbought", overbought),
          ],
        }
      return {
        formula:
          "gain = mean(max(changes(window), 0)); loss = mean(max(-changes(window), 0)); if(gain + loss > 0, 100 * gain / (gain + loss), 50)",
        tolerance: blockSums,
        inputs: [yield* levels.window("window", period_sessions + 1)],
      }
    }),
})

/** In deviations; 0 where the level ties with its mean. */
const score = "if(compare(index, mean(window)), (index - mean(window)) / std(window), 0)"

/** A difference of levels, divided by their deviation, carries the rounding of the mean. */
const scoreTolerance = 1e-9

export const bollinger = feature({
  name: "features/bollinger",
  config: Schema.Struct({ period_sessions: Schema.Int, width_deviations: Schema.Finite }),
  back: ({ period_sessions }) => period_sessions - 1,
  first: ["lower", "upper", "value"],
  readings: (port, levels, { period_sessions, width_deviations }) =>
    Effect.gen(function* () {
      const index = yield* levels.at("index", 0)
      if (port === "signal")
        return {
          formula: contrarian("index", "lower", "upper"),
          inputs: [index, yield* levels.own("lower", "lower"), yield* levels.own("upper", "upper")],
        }
      const window = yield* levels.window("window", period_sessions)
      const width = setting("width", width_deviations)
      if (port === "value")
        return { formula: `${score} / width`, tolerance: scoreTolerance, inputs: [index, window, width] }
      const side = port === "lower" ? "-" : "+"
      return {
        formula: `mean(window) ${side} width * std(window)`,
        tolerance: blockSums,
        inputs: [window, width],
      }
    }),
})

export const zScore = feature({
  name: "features/z-score",
  config: Schema.Struct({ lookback_sessions: Schema.Int, threshold: Schema.Finite }),
  back: ({ lookback_sessions }) => lookback_sessions - 1,
  first: ["value"],
  readings: (port, levels, { lookback_sessions, threshold }) =>
    Effect.gen(function* () {
      if (port === "signal")
        return {
          formula: contrarian("score", "-threshold", "threshold"),
          inputs: [yield* levels.own("score", "value"), setting("threshold", threshold)],
        }
      return {
        formula: score,
        tolerance: scoreTolerance,
        inputs: [yield* levels.at("index", 0), yield* levels.window("window", lookback_sessions)],
      }
    }),
})

export const volatility = feature({
  name: "features/volatility",
  config: Schema.Struct({ lookback_sessions: Schema.Int }),
  back: ({ lookback_sessions }) => lookback_sessions,
  first: [],
  readings: (_, levels, { lookback_sessions }) =>
    Effect.gen(function* () {
      return {
        formula: "volatility = std(growths(window)); if(volatility < 1e-8, unknown, volatility)",
        inputs: [yield* levels.window("window", lookback_sessions + 1)],
      }
    }),
})
