/** Trend following: momentum, moving-average crossover and breakout agree on a direction. */
import * as Schema from "effect/Schema"
import { Field, Strategy } from "sage"
import { Breakout, Momentum, MovingAverageCrossover } from "sage/features"
import { Trend } from "sage/intent"
import { voteFields, voteOf, weightsAddUp } from "./vote.ts"

export const trend = Strategy.define({
  type: "trend",
  title: "majority of momentum, moving-average crossover and breakout",
  kind: "signals",
  config: Schema.Struct({
    type: Schema.Literal("trend"),
    momentum_lookback: Field.withDefault(Field.intBetween(1, 2520), 252, "sessions of the momentum"),
    sma_short: Field.withDefault(Field.intBetween(1, 2520), 50, "sessions of the short moving average"),
    sma_long: Field.withDefault(Field.intBetween(2, 2520), 200, "sessions of the long moving average"),
    breakout_period: Field.withDefault(Field.intBetween(1, 2520), 252, "sessions of the breakout channel"),
    ...voteFields("momentum, crossover and breakout"),
  }).check(
    Schema.makeFilter(
      ({ sma_short, sma_long }: { sma_short: number; sma_long: number }) =>
        sma_short < sma_long || {
          path: ["sma_short"],
          issue: `sma_short ${sma_short} must be below sma_long ${sma_long}`,
        },
    ),
    weightsAddUp,
  ),
  intent: (config, { index, listing }, name) => {
    const sources = { index, listing }
    const { momentum_lookback, sma_short, sma_long, breakout_period } = config
    const averages = { short_sessions: sma_short, long_sessions: sma_long }
    return Trend(
      voteOf(config),
      {
        momentum: Momentum({ lookback_sessions: momentum_lookback }, sources, { as: name }).signal,
        crossover: MovingAverageCrossover(averages, sources, { as: name }).signal,
        breakout: Breakout({ period_sessions: breakout_period }, sources, { as: name }).signal,
      },
      { as: name },
    )
  },
})
