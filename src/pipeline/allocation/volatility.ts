import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { lag, still, update, windowEnd, windowReach } from "./estimationWindow.ts"
import { windowDeviation } from "../../kernel/windowDeviation.ts"

export const volatilityFields = {
  lookback: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
    .annotate({ description: "returns in the window, sessions" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(60))),
  lag,
  update,
}

/**
 * Volatility of each asset at the rows of decisions: sample standard deviation of its last `lookback` returns up to
 * session t − `lag` (`update: weekly, monthly`: up to the end of the week or month before), decimal per session, not
 * annualised.
 *
 * NaN on other rows, where any return of the window is not known, and below 1e-8. Without a schedule: on every row.
 */
export const Volatility = Node.define({
  name: "allocation/volatility",
  title: "volatility of each asset (decimal per session), at the rows of decisions",
  config: Schema.Struct(volatilityFields),
  inputs: { returns: Panel.type, schedule: Node.optional(Series.type) },
  output: Panel.type,
  reach: ({ lookback, ...rest }) => ({
    returns: windowReach({ window: lookback, ...rest }),
    schedule: Reach.point,
  }),
  scope: "each",
  decides: true,
  run: ({ returns, schedule }, { lookback, ...rest }) => {
    const { sessions } = returns.calendar
    const width = returns.assets.length
    const out = new Float64Array(returns.values.length).fill(NaN)
    const decision = schedule === undefined ? undefined : Series.column(schedule, "decision")
    for (let t = 0; t < sessions.length; t++) {
      if (decision !== undefined && decision[t] !== 1) continue
      const end = windowEnd(sessions, t, { window: lookback, ...rest })
      if (Number.isNaN(end)) continue
      windowDeviation(returns.values, width, end, lookback, out, t * width)
      leaveOutStill(out, t * width, (t + 1) * width)
    }
    return Panel.like(returns, out)
  },
})

function leaveOutStill(deviations: Float64Array, from: number, to: number): void {
  for (let at = from; at < to; at++) if (deviations[at]! < still) deviations[at] = NaN
}
