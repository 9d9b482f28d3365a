import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import * as Splits from "../../domain/Splits.ts"
import { contiguousBlocks } from "../../kernel/splits/contiguousBlocks.ts"
import { purgingFields, purgingOf, spanFields, splitOf, spansOf } from "./splitFields.ts"

/**
 * Purged k-fold: the sessions in k consecutive blocks, each tested once and trained on by the others, without the rows whose labels
 * touch a label of the test and without the embargo after it. Training comes before and after the test, so a result is no
 * simulation of a past that anybody could have lived through. Of `rows` only the sessions are read.
 */
export const PurgedKFold = Node.define({
  name: "validation/purged-k-fold",
  title: "training and test sessions of a purged k-fold cross-validation",
  config: Schema.Struct({
    folds: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 252 }))
      .annotate({ description: "blocks of consecutive sessions" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5))),
    ...purgingFields,
    ...spanFields,
  }),
  inputs: { rows: Panel.type, spans: Node.optional(Spans.type) },
  output: Splits.type,
  reach: () => Reach.whole("a list of splits has no time axis"),
  scope: "all",
  run: ({ rows: { calendar }, spans }, { folds, label_sessions, ...purging }): Splits.Splits => {
    const rowSpans = spansOf(calendar, spans, label_sessions)
    const blocks = contiguousBlocks(calendar.sessions.length, folds).filter(({ from, to }) => from < to)
    return {
      splits: blocks.map((rows, i) =>
        splitOf(String(i + 1), calendar, rowSpans, [{ rows, path: 0 }], purgingOf(purging)),
      ),
      paths: blocks.length === 0 ? 0 : 1,
    }
  },
})
