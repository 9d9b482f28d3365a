import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import * as Splits from "../../domain/Splits.ts"
import { combinatorialPaths } from "../../kernel/splits/combinatorialPaths.ts"
import { contiguousBlocks } from "../../kernel/splits/contiguousBlocks.ts"
import { purgingFields, purgingOf, spanFields, splitOf, spansOf } from "./splitFields.ts"

/**
 * Combinatorial purged cross-validation: every choice of `tested` of the blocks as a test, the rest as training, purged and embargoed
 * around each tested block. The tests put together make C(blocks − 1, tested − 1) whole histories: a distribution of results in the
 * place of one. Of `rows` only the sessions are read; with fewer sessions than blocks there are no splits.
 */
export const CombinatorialPurged = Node.define({
  name: "validation/combinatorial-purged",
  title: "training and test sessions of combinatorial purged cross-validation, with their paths",
  config: Schema.Struct({
    blocks: count(2, 6, "blocks of consecutive sessions"),
    tested: count(1, 2, "of them that a split tests"),
    ...purgingFields,
    ...spanFields,
  }).check(
    Schema.makeFilter(
      ({ blocks, tested }: { blocks: number; tested: number }) =>
        tested < blocks || {
          path: ["tested"],
          issue: `${tested} of ${blocks} blocks tested leave none to train on`,
        },
    ),
  ),
  inputs: { rows: Panel.type, spans: Node.optional(Spans.type) },
  output: Splits.type,
  reach: () => Reach.whole("a list of splits has no time axis"),
  scope: "all",
  run: ({ rows: { calendar }, spans }, { blocks, tested, label_sessions, ...purging }): Splits.Splits => {
    if (calendar.sessions.length < blocks) return { splits: [], paths: 0 }
    const rowSpans = spansOf(calendar, spans, label_sessions)
    const cut = contiguousBlocks(calendar.sessions.length, blocks)
    const chosen = combinatorialPaths(blocks, tested)
    return {
      splits: chosen.map(({ blocks: numbers, paths }) => {
        const tests = numbers.map((number, i) => ({ rows: cut[number]!, path: paths[i]! }))
        const name = numbers.map((number) => number + 1).join("+")
        return splitOf(name, calendar, rowSpans, tests, purgingOf(purging))
      }),
      paths: 1 + Math.max(...chosen.flatMap(({ paths }) => paths)),
    }
  },
})

/** 16 blocks, half of them tested, are 12,870 splits. */
function count(minimum: number, value: number, description: string) {
  return Schema.Int.check(Schema.isBetween({ minimum, maximum: 16 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))
}
