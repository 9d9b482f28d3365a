import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { growth } from "../../kernel/growth.ts"
import { rollingDeviation } from "../../kernel/rollingDeviation.ts"
import { oneListing } from "./oneListing.ts"
import { sessions } from "./sessions.ts"

/** A deviation below this is a price that does not move: no estimate. */
const still = 1e-8

/**
 * Volatility: sample standard deviation of the last `lookback_sessions` one-session growths of the total-return index.
 *
 * `value` is decimal per session, not annualised, known at the close of its date. NaN for the first `lookback_sessions`
 * rows, where any level of the window is not known, and below 1e-8.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const RealisedVolatility = Node.define({
  name: "features/volatility",
  title: "deviation of the index's growth per session (decimal, not annualised), known at the close",
  config: Schema.Struct({ lookback_sessions: sessions(2, "growths in the deviation") }),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { value: Panel.type },
  reach: ({ lookback_sessions }) => Reach.past(lookback_sessions),
  scope: "each",
  run: ({ index, listing }, { lookback_sessions }) => {
    const width = index.assets.length
    const deviation = rollingDeviation(growth(index.values, width), width, lookback_sessions)
    const value = deviation.map((size) => (size < still ? NaN : size))
    return { value: oneListing(index, listing, lookback_sessions, value) }
  },
})
