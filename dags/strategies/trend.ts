/** Trend following: momentum, moving-average crossover and breakout agree on a direction. */
import * as Schema from "effect/Schema"
import { Field, Strategy } from "sage"
import { Breakout, Momentum, MovingAverageCrossover } from "sage/features"
import { Trend } from "sage/intent"

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
    combination_method: Field.withDefault(
      Schema.Literals(["majority", "all", "weighted"]),
      "majority",
      "how the three signals become one",
    ),
    weights: Field.withDefault(
      Schema.Tuple([Field.between(0, 1), Field.between(0, 1), Field.between(0, 1)]),
      [0.4, 0.3, 0.3],
      "weights of momentum, crossover and breakout; for weighted",
    ),
    weighted_threshold: Field.withDefault(
      Field.between(0, 1),
      0.1,
      "weighted sum beyond which there is a direction",
    ),
  }).check(
    Schema.makeFilter(
      ({ sma_short, sma_long }: { sma_short: number; sma_long: number }) =>
        sma_short < sma_long || {
          path: ["sma_short"],
          issue: `sma_short ${sma_short} must be below sma_long ${sma_long}`,
        },
    ),
    Schema.makeFilter(
      ({ combination_method, weights }: { combination_method: string; weights: ReadonlyArray<number> }) =>
        combination_method !== "weighted" ||
        Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) <= 1e-6 || {
          path: ["weights"],
          issue: `weights sum to ${weights.reduce((sum, weight) => sum + weight, 0)}, not to 1`,
        },
    ),
  ),
  intent: (config, sources, name) =>
    Trend(
      {
        combination_method: config.combination_method,
        weights: config.weights,
        weighted_threshold: config.weighted_threshold,
      },
      {
        momentum: Momentum({ lookback_sessions: config.momentum_lookback }, sources, { as: name }).signal,
        crossover: MovingAverageCrossover(
          { short_sessions: config.sma_short, long_sessions: config.sma_long },
          sources,
          { as: name },
        ).signal,
        breakout: Breakout({ period_sessions: config.breakout_period }, sources, { as: name }).signal,
      },
      { as: name },
    ),
})
