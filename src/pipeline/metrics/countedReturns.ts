import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import { firstFill } from "./firstFill.ts"

const reason = "a session counts when a first fill lies behind it"

/**
 * Returns of a book on the sessions that count: from the fill session of its first decision with an eligible asset on, NaN before it
 * (and after ruin, where there are none). What `metrics/window` says once for a whole study, as it is known at the close of each
 * session: so that a decision may use it.
 */
export const CountedReturns = Node.define({
  name: "metrics/counted-returns",
  title: "gross and net returns from the first fill on (decimal), known at the close",
  config: Schema.Struct({}),
  inputs: { net: Series.type, eligible: Series.type, book: Series.type },
  output: Series.type,
  reach: () => ({ net: Reach.point, eligible: Reach.history(reason), book: Reach.history(reason) }),
  scope: "all",
  run: ({ net, eligible, book }) => {
    const fill = firstFill(eligible, book)
    const from = typeof fill === "number" ? fill : net.calendar.sessions.length
    const counted = (name: string) => Series.column(net, name).fill(NaN, 0, from)
    return Series.make(net.calendar, { gross: counted("gross"), net: counted("net") })
  },
})
