import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { contrarianSignal } from "../../kernel/contrarianSignal.ts"
import { relativeStrength } from "../../kernel/relativeStrength.ts"
import { oneListing } from "./oneListing.ts"
import { sessions } from "./sessions.ts"

const level = (description: string, value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 100 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

/**
 * Relative strength index: share of rises in the moves of the total-return index over `period_sessions` changes, by
 * simple means.
 *
 * `value` is 0 … 100, known at the close of its date: 100 only rises, 0 only falls, 50 where nothing moves; `signal` is
 * +1 below `oversold`, −1 above `overbought`, 0 between and at a tie with either. NaN for the first `period_sessions`
 * rows and where any level of the window is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const Rsi = Node.define({
  name: "features/rsi",
  title: "relative strength index (0 … 100) and its contrarian signal, known at the close",
  config: Schema.Struct({
    period_sessions: sessions(1, "changes of the index in the means"),
    oversold: level("index below which the signal is +1", 30),
    overbought: level("index above which the signal is −1", 70),
  }).check(Schema.makeFilter(boundsInOrder)),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type },
  reach: ({ period_sessions }) => Reach.past(period_sessions),
  scope: "each",
  run: ({ index, listing }, { period_sessions, oversold, overbought }) => {
    const { assets, calendar } = index
    const value = relativeStrength(index.values, assets.length, calendar.sessions, period_sessions)
    const signal = contrarianSignal(
      value,
      () => oversold,
      () => overbought,
    )
    return {
      signal: oneListing(index, listing, period_sessions, signal),
      value: oneListing(index, listing, period_sessions, value),
    }
  },
})

function boundsInOrder({ oversold, overbought }: { oversold: number; overbought: number }) {
  if (oversold < overbought) return true
  return { path: ["oversold"], issue: `must be below overbought (${overbought}); lower it or raise that` }
}
