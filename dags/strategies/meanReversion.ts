/** Mean reversion: RSI, Bollinger bands and z-score agree that a price went too far. */
import * as Schema from "effect/Schema"
import { Field, Strategy } from "sage"
import { Bollinger, Rsi, ZScore } from "sage/features"
import { MeanReversion } from "sage/intent"
import { voteFields, voteOf, weightsAddUp } from "./vote.ts"

export const meanReversion = Strategy.define({
  type: "mean_reversion",
  title: "against the move, by a majority of RSI, Bollinger bands and z-score",
  kind: "signals",
  config: Schema.Struct({
    type: Schema.Literal("mean_reversion"),
    rsi_period: Field.withDefault(Field.intBetween(2, 100), 14, "changes in the RSI, sessions"),
    rsi_oversold: Field.withDefault(Field.between(0, 100), 30, "RSI below which it votes long"),
    rsi_overbought: Field.withDefault(Field.between(0, 100), 70, "RSI above which it votes short"),
    bb_period: Field.withDefault(Field.intBetween(2, 200), 20, "sessions of the Bollinger bands"),
    bb_std: Field.withDefault(Field.between(0.001, 5), 2, "distance of the bands, sample deviations"),
    zscore_lookback: Field.withDefault(Field.intBetween(10, 252), 60, "sessions of the z-score"),
    zscore_threshold: Field.withDefault(Field.between(0.001, 5), 1.5, "score beyond which it votes"),
    ...voteFields("RSI, Bollinger bands and z-score"),
  }).check(
    Schema.makeFilter(
      ({ rsi_oversold, rsi_overbought }: { rsi_oversold: number; rsi_overbought: number }) =>
        rsi_oversold < rsi_overbought || {
          path: ["rsi_oversold"],
          issue: `rsi_oversold ${rsi_oversold} must be below rsi_overbought ${rsi_overbought}`,
        },
    ),
    weightsAddUp,
  ),
  intent: (config, { index, listing }, name) => {
    const sources = { index, listing }
    const levels = { oversold: config.rsi_oversold, overbought: config.rsi_overbought }
    const bands = { period_sessions: config.bb_period, width_deviations: config.bb_std }
    const score = { lookback_sessions: config.zscore_lookback, threshold: config.zscore_threshold }
    return MeanReversion(
      voteOf(config),
      {
        rsi: Rsi({ period_sessions: config.rsi_period, ...levels }, sources, { as: name }).signal,
        bollinger: Bollinger(bands, sources, { as: name }).signal,
        z_score: ZScore(score, sources, { as: name }).signal,
      },
      { as: name },
    )
  },
})
