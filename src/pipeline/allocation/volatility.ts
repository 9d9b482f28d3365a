import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { windowDeviation } from "../../kernel/windowDeviation.ts"

/** A deviation below this is a price that does not move: no estimate. */
const still = 1e-8

/**
 * Volatility of each asset at the rows of decisions: sample standard deviation of its last `lookback` returns up to
 * session t − `lag`, decimal per session, not annualised.
 *
 * NaN on other rows, where any return of the window is not known, and below 1e-8. Without a schedule: on every row.
 */
export const Volatility = Node.define({
  name: "allocation/volatility",
  title: "volatility of each asset (decimal per session), at the rows of decisions",
  config: Schema.Struct({
    lookback: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
      .annotate({ description: "returns in the window, sessions" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(60))),
    lag: Schema.Literals([0, 1])
      .annotate({
        description: "sessions left out before the decision: 1 when its own close is not known or traded at",
      })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0 as const))),
  }),
  inputs: { returns: Panel.type, schedule: Node.optional(Series.type) },
  output: Panel.type,
  reach: ({ lookback, lag }) => ({
    returns: { kind: "past", back: lookback - 1 + lag, ahead: -lag },
    schedule: Reach.point,
  }),
  scope: "each",
  decides: true,
  run: ({ returns, schedule }, { lookback, lag }) => {
    const width = returns.assets.length
    const out = new Float64Array(returns.values.length).fill(NaN)
    const decision = schedule === undefined ? undefined : Series.column(schedule, "decision")
    for (let t = 0; t < returns.calendar.sessions.length; t++) {
      if (decision !== undefined && decision[t] !== 1) continue
      windowDeviation(returns.values, width, t - lag + 1, lookback, out, t * width)
    }
    return Panel.like(returns, withoutStill(out))
  },
})

function withoutStill(deviations: Float64Array): Float64Array {
  for (let at = 0; at < deviations.length; at++) if (deviations[at]! < still) deviations[at] = NaN
  return deviations
}
