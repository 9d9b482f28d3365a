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
 * Bollinger bands: mean ± `width_deviations` sample deviations of the total-return index over `period_sessions`, today
 * included.
 *
 * `lower` and `upper` are levels of the index; `value` is the place between them, −1 at the lower band, 0 at the mean
 * (also where nothing moves), +1 at the upper one; `signal` is +1 below the lower band, −1 above the upper one, 0 between
 * and at a tie with either. All known at the close of their date, NaN until the window is full and where any level in it
 * is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const Bollinger = Node.define({
  name: "features/bollinger",
  title:
    "place of the index between its Bollinger bands (−1 … 1) and its contrarian signal, known at the close",
  config: Schema.Struct({
    period_sessions: sessions(2, "sessions of mean and deviation, today included"),
    width_deviations: Schema.Finite.check(Schema.isBetween({ minimum: 1e-3, maximum: 20 }))
      .annotate({ description: "distance of each band from the mean, sample deviations" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  }),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type, lower: Panel.type, upper: Panel.type },
  reach: ({ period_sessions }) => Reach.past(period_sessions - 1),
  scope: "each",
  run: ({ index, listing }, { period_sessions, width_deviations }) => {
    const { values, assets, calendar } = index
    const mean = rollingMean(values, assets.length, calendar.sessions, period_sessions)
    const deviation = rollingDeviation(values, assets.length, period_sessions)
    const lower = mean.map((middle, at) => middle - width_deviations * deviation[at]!)
    const upper = mean.map((middle, at) => middle + width_deviations * deviation[at]!)
    const signal = contrarianSignal(
      values,
      (at) => lower[at]!,
      (at) => upper[at]!,
    )
    const place = standardScore(values, mean, deviation).map((score) => score / width_deviations)
    const feature = (column: Float64Array) => oneListing(index, listing, period_sessions - 1, column)
    return {
      signal: feature(signal),
      value: feature(place),
      lower: feature(lower),
      upper: feature(upper),
    }
  },
})
