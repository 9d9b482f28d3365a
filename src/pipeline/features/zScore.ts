import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { contrarianSignal } from "../../kernel/contrarianSignal.ts"
import { rollingDeviation } from "../../kernel/rollingDeviation.ts"
import { rollingMean } from "../../kernel/rollingMean.ts"
import { standardScore } from "../../kernel/standardScore.ts"
import { oneListing } from "./oneListing.ts"
import { sessions } from "./sessions.ts"

/**
 * Standard score of the total-return index: its distance from its mean over `lookback_sessions`, today included, in
 * sample deviations.
 *
 * `value` is known at the close of its date, 0 where nothing moves; `signal` is +1 below −`threshold`, −1 above it, 0
 * between and at a tie with either. NaN until the window is full and where any level in it is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const ZScore = Node.define({
  name: "features/z-score",
  title:
    "distance of the index from its mean (sample deviations) and its contrarian signal, known at the close",
  config: Schema.Struct({
    lookback_sessions: sessions(2, "sessions of mean and deviation, today included"),
    threshold: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 20 }))
      .annotate({ description: "score beyond which there is a signal, sample deviations" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1.5))),
  }),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type },
  reach: ({ lookback_sessions }) => Reach.past(lookback_sessions - 1),
  scope: "each",
  run: ({ index, listing }, { lookback_sessions, threshold }) => {
    const { values, assets, calendar } = index
    const mean = rollingMean(values, assets.length, calendar.sessions, lookback_sessions)
    const value = standardScore(values, mean, rollingDeviation(values, assets.length, lookback_sessions))
    const signal = contrarianSignal(
      value,
      () => -threshold,
      () => threshold,
    )
    return {
      signal: oneListing(index, listing, lookback_sessions - 1, signal),
      value: oneListing(index, listing, lookback_sessions - 1, value),
    }
  },
})
