import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { firstFill } from "./firstFill.ts"

/**
 * The sessions that metrics count.
 *
 * Each system (a study alone is one) starts at the first fill of its first decision that has an eligible asset and
 * filled; systems that are compared start together, at the latest of these. The window ends with the last session of the
 * data: that returns end before it, after ruin, is found by whoever counts them. Both ports name the systems alike; a
 * single `eligible` (from `execution/eligible-count`) serves all books.
 *
 * A study gives its book before leverage (b2): it fills on the schedule's own decisions, also where the leverage is
 * updated daily. That book may be ruined while the study lives on.
 */
export const MetricWindow = Node.define({
  name: "metrics/window",
  title: "sessions that metrics count: first fill, equity base, last",
  config: Schema.Struct({}),
  inputs: { eligible: Node.many(Series.type), book: Node.many(Series.type) },
  output: Window.type,
  reach: () => Reach.whole("a window has no time axis"),
  scope: "all",
  run: ({ eligible, book }) => {
    const books = Object.entries(book)
    const starts = books.map(([system, fills]) => firstFill(eligibleOf(eligible, system), fills))
    const failed = starts.find((start) => typeof start === "string")
    if (failed !== undefined) return Window.empty(failed)
    const calendar = books[0]?.[1].calendar ?? Calendar.empty
    const first = starts.reduce<number>(
      (latest, row) => (typeof row === "number" ? Math.max(latest, row) : latest),
      -1,
    )
    return Window.ofRows(calendar, first, calendar.sessions.length - 1, "there is no book")
  },
})

function eligibleOf(counts: Readonly<Record<string, Series.Series>>, system: string): Series.Series {
  const none = Series.make(Calendar.empty, { eligible: new Float64Array(0) })
  return counts[system] ?? Object.values(counts)[0] ?? none
}
