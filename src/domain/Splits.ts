/** Which sessions a model is trained on and which it is tested on, several times over. */
import * as Schema from "effect/Schema"
import * as Document from "../dag/Document.ts"
import type { ValueType } from "../dag/ValueType.ts"

const stretch = Schema.Struct({
  from: Schema.String.annotate({ description: "first session" }),
  to: Schema.String.annotate({ description: "last session" }),
})

export const schema = Schema.Struct({
  splits: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      test: Schema.Array(
        Schema.Struct({
          ...stretch.fields,
          path: Schema.Int.annotate({ description: "which of the whole histories this test is a part of" }),
        }),
      ),
      train: Schema.Array(stretch).annotate({ description: "sessions that may be trained on, in stretches" }),
      test_sessions: Schema.Int,
      train_sessions: Schema.Int,
    }),
  ),
  paths: Schema.Int.annotate({ description: "whole histories that the tests make up" }),
})

export type Splits = typeof schema.Type

export const type: ValueType<Splits> = Document.of("splits", schema)
