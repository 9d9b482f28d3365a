/** Time-series momentum: each asset's own growth, in units of its volatility. */
import * as Schema from "effect/Schema"
import { Field, Strategy } from "sage"
import { Momentum, RealisedVolatility } from "sage/features"
import { TimeSeriesMomentum } from "sage/intent"
import { kindOf, thresholded, thresholdField } from "./scores.ts"

export const timeSeriesMomentum = Strategy.define({
  type: "time_series_momentum",
  title: "growth of each asset in units of its volatility",
  kind: kindOf,
  config: Schema.Struct({
    type: Schema.Literal("time_series_momentum"),
    momentum_lookback: Field.withDefault(Field.intBetween(1, 2520), 252, "sessions of the growth"),
    vol_lookback: Field.withDefault(Field.intBetween(2, 2520), 60, "sessions of the volatility"),
    clip: Field.withDefault(
      Field.between(0.01, 100),
      2,
      "deviations of the growth at which the score is ±1; goes with execution.exposure: passthrough",
    ),
    threshold: thresholdField,
  }),
  intent: (config, { index, listing }, name) => {
    const sources = { index, listing }
    const scores = TimeSeriesMomentum(
      { lookback_sessions: config.momentum_lookback, clip: config.clip },
      {
        growth: Momentum({ lookback_sessions: config.momentum_lookback }, sources, { as: name }).value,
        volatility: RealisedVolatility({ lookback_sessions: config.vol_lookback }, sources, { as: name })
          .value,
      },
      { as: name },
    )
    return thresholded(config, scores, name)
  },
})
