import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { channelReadings } from "../../kernel/channelReadings.ts"
import { rollingExtremes } from "../../kernel/rollingExtremes.ts"
import { oneListing } from "./oneListing.ts"

/**
 * Breakout: where the total-return index stands in the channel of its highest and lowest close over `period_sessions`,
 * today included.
 *
 * `value` is 0 at the lowest and 1 at the highest, known at the close of its date; `signal` is +1 within 1 % of the
 * highest, −1 within 1 % of the lowest, 0 elsewhere, in both bands and at a tie with a band's edge. NaN until the window
 * is full and where any level in it is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const Breakout = Node.define({
  name: "features/breakout",
  title: "position of the index in its channel (0 … 1) and the breakout signal, known at the close",
  config: Schema.Struct({
    period_sessions: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2520 })).annotate({
      description: "sessions of the channel, today included",
    }),
  }),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type },
  reach: ({ period_sessions }) => Reach.past(period_sessions - 1),
  scope: "each",
  run: ({ index, listing }, { period_sessions }) => {
    const { high, low } = rollingExtremes(index.values, index.assets.length, period_sessions)
    const { signal, position } = channelReadings(index.values, high, low)
    return {
      signal: oneListing(index, listing, period_sessions - 1, signal),
      value: oneListing(index, listing, period_sessions - 1, position),
    }
  },
})
