import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import * as Splits from "../../domain/Splits.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import type { RowRange } from "../../kernel/splits/RowRange.ts"
import { foldFields } from "./foldFields.ts"
import { foldsOf } from "./foldsOf.ts"
import { spanFields, splitOf, spansOf } from "./splitFields.ts"

/**
 * The folds of a walk-forward for a model: training before each test window, without the rows whose labels touch a label of the
 * window. `purge_sessions` and `embargo_sessions` are left out on top of that. Of `rows` only the sessions are read.
 */
export const WalkForwardSplits = Node.define({
  name: "validation/walk-forward-splits",
  title: "training and test sessions of a walk-forward, purged by the spans of labels",
  config: Schema.Struct({ ...foldFields, ...spanFields }),
  inputs: { rows: Panel.type, spans: Node.optional(Spans.type) },
  output: Splits.type,
  reach: () => Reach.whole("a list of splits has no time axis"),
  scope: "all",
  run: ({ rows: { calendar }, spans }, { label_sessions, ...settings }): Splits.Splits => {
    const rowSpans = spansOf(calendar, spans, label_sessions)
    const { folds } = foldsOf(calendar.sessions, settings)
    return {
      splits: folds.map(({ name, train_from, train_to, test_from, test_to }) => {
        const test = rowsBetween(calendar, test_from, test_to)
        const train =
          train_from === null || train_to === null
            ? { from: 0, to: 0 }
            : rowsBetween(calendar, train_from, train_to)
        return splitOf(name, calendar, rowSpans, [{ rows: test, path: 0 }], definition, train)
      }),
      paths: folds.length === 0 ? 0 : 1,
    }
  },
})

/** Training lies before the test, so that no embargo after it has anything to take. */
const definition = { embargo: 0, touching: "purged", embargo_from: "last_label" } as const

const rowsBetween = (calendar: Calendar.Calendar, first: string, last: string): RowRange => ({
  from: Calendar.rowOnOrAfter(calendar, parseIsoDate(first)!),
  to: Calendar.rowOnOrAfter(calendar, parseIsoDate(last)! + 1),
})
