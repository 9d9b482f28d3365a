import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { scaledMomentum } from "../../kernel/scaledMomentum.ts"

/**
 * Time-series momentum, scaled by volatility: growth over `lookback_sessions` in units of the deviation that this many
 * sessions of the asset's own volatility would have, clipped to ±`clip` and divided by `clip`. A score from −1 to +1.
 *
 * Known when the later of the two is; NaN where either is not known.
 */
export const TimeSeriesMomentum = Node.define({
  name: "intent/time-series-momentum",
  title: "momentum in units of volatility, from −1 to 1",
  config: Schema.Struct({
    lookback_sessions: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2520 })).annotate({
      description: "sessions of the growth",
    }),
    clip: Schema.Finite.check(Schema.isBetween({ minimum: 0.01, maximum: 100 }))
      .annotate({ description: "deviations at which the score is ±1" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  }),
  inputs: { growth: Panel.type, volatility: Panel.type },
  output: Intent.scoresType,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ growth, volatility }, { lookback_sessions, clip }) =>
    Intent.scores(
      Panel.like(growth, scaledMomentum(growth.values, volatility.values, lookback_sessions, clip)),
    ),
})
