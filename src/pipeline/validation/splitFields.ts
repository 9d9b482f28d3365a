/** What splits share: where spans come from, how rows are purged, and how it is written down. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Calendar from "../../domain/Calendar.ts"
import * as Spans from "../../domain/Spans.ts"
import type * as Splits from "../../domain/Splits.ts"
import { type Purging, purgedTraining, type RowSpans } from "../../kernel/splits/purgedTraining.ts"
import { rangesOf, type RowRange, rowsIn } from "../../kernel/splits/RowRange.ts"

const sessions = (description: string) =>
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2520 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))

export const spanFields = {
  label_sessions: sessions(
    "sessions after its own that the label of a row reads, where no spans of a label node are connected",
  ),
}

export const purgingFields = {
  embargo_sessions: sessions("further sessions after a test block that are not trained on"),
  touching: Schema.Literals(["purged", "allowed"])
    .annotate({
      description:
        "allowed: a training label may end on the session on which a test label begins, or the other way round",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("purged" as const))),
  embargo_from: Schema.Literals(["last_label", "last_row"])
    .annotate({ description: "the embargo follows the last session of a test label, or the last tested one" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("last_label" as const))),
}

export type PurgingSettings = Schema.Struct<typeof purgingFields>["Type"]

export const purgingOf = ({ embargo_sessions, touching, embargo_from }: PurgingSettings): Purging => ({
  embargo: embargo_sessions,
  touching,
  embargo_from,
})

/** Spans of a label node, or of labels that all read equally far. */
export function spansOf(
  { sessions: { length } }: Calendar.Calendar,
  spans: Spans.Spans | undefined,
  labelSessions: number,
): RowSpans {
  if (spans !== undefined) return Spans.rowsOf(spans)
  return {
    starts: Float64Array.from({ length }, (_, row) => row),
    ends: Float64Array.from({ length }, (_, row) => row + labelSessions),
  }
}

/** A test block with the history that it is a part of. */
export interface TestBlock {
  readonly rows: RowRange
  readonly path: number
}

export type Split = Splits.Splits["splits"][number]

/** @param trained which rows may be trained on besides what purging leaves out; all where undefined */
export function splitOf(
  name: string,
  calendar: Calendar.Calendar,
  spans: RowSpans,
  blocks: ReadonlyArray<TestBlock>,
  purging: Purging,
  trained?: RowRange,
): Split {
  const tests = blocks.map(({ rows }) => rows)
  const marked = purgedTraining(spans, tests, purging)
  if (trained !== undefined) {
    marked.fill(0, 0, trained.from)
    marked.fill(0, trained.to)
  }
  const train = rangesOf(marked)
  const datesOf = ({ from, to }: RowRange) => ({
    from: Calendar.isoAt(calendar, from),
    to: Calendar.isoAt(calendar, to - 1),
  })
  return {
    name,
    test: blocks.map(({ rows, path }) => ({ ...datesOf(rows), path })),
    train: train.map(datesOf),
    test_sessions: rowsIn(tests),
    train_sessions: rowsIn(train),
  }
}
