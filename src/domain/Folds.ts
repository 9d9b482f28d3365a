/** The test windows of a walk-forward, in order, each with the sessions before it that may be trained on. */
import * as Schema from "effect/Schema"
import * as Document from "../dag/Document.ts"
import type { ValueType } from "../dag/ValueType.ts"

const isoDate = Schema.NullOr(Schema.String)

/** Which fold, and what may be trained on for it. */
export const trainingFields = {
  name: Schema.String.annotate({ description: "the year, or the first session of the test window" }),
  train_from: isoDate.annotate({ description: "first session of training; null where there is none" }),
  train_to: isoDate.annotate({ description: "last session of training" }),
  train_sessions: Schema.Int,
}

export const schema = Schema.Struct({
  folds: Schema.Array(
    Schema.Struct({
      ...trainingFields,
      test_from: Schema.String.annotate({ description: "first session of the test window" }),
      test_to: Schema.String.annotate({ description: "its last session in the data" }),
      test_sessions: Schema.Int,
      partial: Schema.Boolean.annotate({ description: "sessions of the window lie outside the data" }),
    }),
  ),
})

export type Folds = typeof schema.Type

export type Fold = Folds["folds"][number]

export const type: ValueType<Folds> = Document.of("folds", schema)
