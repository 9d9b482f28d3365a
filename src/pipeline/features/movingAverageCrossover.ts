import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { crossoverReadings } from "../../kernel/crossoverReadings.ts"
import { rollingMean } from "../../kernel/rollingMean.ts"
import { oneListing } from "./oneListing.ts"
import { sessions } from "./sessions.ts"

/**
 * Moving-average crossover: the simple mean of the total-return index over `short_sessions` against that over
 * `long_sessions`. A state, not the event of crossing.
 *
 * `value` is short / long − 1, decimal, known at the close of its date; `signal` is −1, 0 or +1 (a tie of the two means
 * is 0). NaN until the long window is full and where any level in it is not known.
 * With `listing` connected, also NaN where a listing ended in between.
 */
export const MovingAverageCrossover = Node.define({
  name: "features/moving-average-crossover",
  title: "short mean of the index over its long mean, minus 1 (decimal), and its sign, known at the close",
  config: Schema.Struct({
    short_sessions: sessions(1, "sessions of the short mean; fewer than long_sessions"),
    long_sessions: sessions(1, "sessions of the long mean"),
  }).check(Schema.makeFilter(shorterThanLong)),
  inputs: { index: Panel.type, listing: Node.optional(Panel.type) },
  outputs: { signal: Panel.type, value: Panel.type },
  reach: ({ long_sessions }) => Reach.past(long_sessions - 1),
  scope: "each",
  run: ({ index, listing }, { short_sessions, long_sessions }) => {
    const meanOver = (window: number) =>
      rollingMean(index.values, index.assets.length, index.calendar.sessions, window)
    const { signal, gap } = crossoverReadings(meanOver(short_sessions), meanOver(long_sessions))
    return {
      signal: oneListing(index, listing, long_sessions - 1, signal),
      value: oneListing(index, listing, long_sessions - 1, gap),
    }
  },
})

function shorterThanLong({
  short_sessions,
  long_sessions,
}: {
  short_sessions: number
  long_sessions: number
}) {
  if (short_sessions < long_sessions) return true
  const issue = `must be below long_sessions (${long_sessions}); lower it or raise long_sessions`
  return { path: ["short_sessions"], issue }
}
