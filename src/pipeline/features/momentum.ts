import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { momentum } from "../../kernel/momentum.ts"
import { momentumSignal } from "../../kernel/momentumSignal.ts"
import { oneListing } from "./oneListing.ts"

/**
 * Time-series momentum: growth of the total-return index over `lookback_sessions`, and its sign.
 *
 * `value` is decimal growth, known at the close of its date; `signal` is −1, 0 or +1 (a tie of the two index levels
 * is 0). NaN for the first `lookback_sessions` rows of an asset and where either end is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const Momentum = Node.define({
  name: "features/momentum",
  title: "growth of the index over the lookback (decimal) and its sign, known at the close",
  config: Schema.Struct({
    lookback_sessions: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2520 })).annotate({
      description: "sessions over which growth is measured",
    }),
  }),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type },
  reach: ({ lookback_sessions }) => Reach.past(lookback_sessions),
  scope: "each",
  run: ({ index, listing }, { lookback_sessions }) => ({
    signal: oneListing(
      index,
      listing,
      lookback_sessions,
      momentumSignal(index.values, index.assets.length, lookback_sessions),
    ),
    value: oneListing(
      index,
      listing,
      lookback_sessions,
      momentum(index.values, index.assets.length, lookback_sessions),
    ),
  }),
})
