import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import { concurrency } from "../../kernel/labels/concurrency.ts"
import { horizon } from "./fields.ts"

/**
 * How much of a label is its own: labels of an asset that rest on the same sessions say the same thing several times.
 *
 * `uniqueness` is a label's average of 1 / labels that rest on a session, over the sessions it rests on (0 … 1): a weight
 * for training. `concurrent` is how many labels of the asset rest on a session. NaN where there is no label, or none
 * that rests on the session. A span longer than `horizon_sessions` is cut there: give the horizon of
 * the labels.
 *
 * Source: M. López de Prado (2018), Advances in Financial Machine Learning, ch. 4.
 */
export const LabelUniqueness = Node.define({
  name: "labels/uniqueness",
  title: "average uniqueness of each label, and labels that rest on each session",
  config: Schema.Struct({ horizon_sessions: horizon(1, "longest span of a label, in sessions") }),
  inputs: { ends: Spans.type },
  outputs: { uniqueness: Panel.type, concurrent: Panel.type },
  reach: ({ horizon_sessions }) => Reach.around(horizon_sessions, horizon_sessions),
  scope: "each",
  run: ({ ends }, { horizon_sessions }) => {
    const { count, uniqueness } = concurrency(endRows(ends), ends.assets.length, horizon_sessions)
    return { uniqueness: Panel.like(ends, uniqueness), concurrent: Panel.like(ends, count) }
  },
})

/** Row numbers of the ends; one past the last row for an end beyond it. */
function endRows({ calendar, values }: Spans.Spans): Float64Array {
  return values.map((day) => (Number.isNaN(day) ? NaN : Calendar.rowOnOrAfter(calendar, day)))
}
