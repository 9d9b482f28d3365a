/** Cross-sectional momentum: yesterday's winners against its losers, the latest month left out. */
import * as Schema from "effect/Schema"
import { Field, Strategy } from "sage"
import { SkippedMomentum } from "sage/features"
import { CrossSectionalMomentum } from "sage/intent"
import { kindOf, thresholded, thresholdField } from "./scores.ts"

export const crossSectionalMomentum = Strategy.define({
  type: "cross_sectional_momentum",
  title: "rank of 12-1 momentum among the assets",
  kind: kindOf,
  config: Schema.Struct({
    type: Schema.Literal("cross_sectional_momentum"),
    momentum_lookback: Field.withDefault(Field.intBetween(1, 2520), 252, "sessions from which growth counts"),
    momentum_skip: Field.withDefault(Field.intBetween(0, 2519), 21, "latest sessions left out"),
    threshold: thresholdField,
  }).check(
    Schema.makeFilter(
      ({ momentum_lookback, momentum_skip }: { momentum_lookback: number; momentum_skip: number }) =>
        momentum_skip < momentum_lookback || {
          path: ["momentum_skip"],
          issue: `momentum_skip ${momentum_skip} must be below momentum_lookback ${momentum_lookback}`,
        },
    ),
  ),
  intent: (config, { index, listing }, name) => {
    const { value } = SkippedMomentum(
      { lookback_sessions: config.momentum_lookback, skip_sessions: config.momentum_skip },
      { index, listing },
      { as: name },
    )
    return thresholded(config, CrossSectionalMomentum({}, { momentum: value }, { as: name }), name)
  },
})
