import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { skippedMomentum } from "../../kernel/skippedMomentum.ts"
import { oneListing } from "./oneListing.ts"
import { sessions } from "./sessions.ts"

/**
 * Momentum without the latest stretch: growth of the total-return index from `lookback_sessions` to `skip_sessions` ago
 * (252 and 21 make "12-1"). What was skipped is left out because it tends to reverse.
 *
 * `value` is decimal growth, known at the close of its date. NaN for the first `lookback_sessions` rows of an asset and
 * where either end or today's level is not known: an asset without a price has no place in a ranking.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const SkippedMomentum = Node.define({
  name: "features/skipped-momentum",
  title: "growth of the index from lookback to skip sessions ago (decimal), known at the close",
  config: Schema.Struct({
    lookback_sessions: sessions(1, "sessions from which growth is measured"),
    skip_sessions: sessions(0, "latest sessions left out; fewer than lookback_sessions"),
  }).check(Schema.makeFilter(skipsLess)),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { value: Panel.type },
  reach: ({ lookback_sessions }) => Reach.past(lookback_sessions),
  scope: "each",
  run: ({ index, listing }, { lookback_sessions, skip_sessions }) => ({
    value: oneListing(
      index,
      listing,
      lookback_sessions,
      skippedMomentum(index.values, index.assets.length, lookback_sessions, skip_sessions),
    ),
  }),
})

function skipsLess({
  lookback_sessions,
  skip_sessions,
}: {
  lookback_sessions: number
  skip_sessions: number
}) {
  if (skip_sessions < lookback_sessions) return true
  const issue = `must be below lookback_sessions (${lookback_sessions}); lower it or raise lookback_sessions`
  return { path: ["skip_sessions"], issue }
}
