/** What folds can be told, in the config of a study and in the nodes that make and use them. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"

const sessions = (minimum: number, value: number, description: string) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum: 25_200 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

export const isoDate = (description: string) =>
  Schema.String.annotate({ description }).check(
    Schema.makeFilter(
      (text: string) => parseIsoDate(text) !== undefined || `${text} is no date; write YYYY-MM-DD`,
    ),
  )

/** Which sessions before a test window are trained on. */
export const trainingFields = {
  window: Schema.Literals(["expanding", "rolling"])
    .annotate({
      description: "training: all sessions from the start, or the last train_sessions before the test window",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("expanding" as const))),
  train_sessions: sessions(
    1,
    1260,
    "walk_forward: sessions of training before the first test window; rolling: before every one",
  ),
  purge_sessions: sessions(
    0,
    0,
    "sessions before a test window that are not trained on, since what they are judged by could reach into it",
  ),
  embargo_sessions: sessions(0, 0, "further sessions left out between training and test"),
  start: Schema.optionalKey(
    isoDate("no session before is trained on or tested; left out: period.start, else the first of the data"),
  ),
}

export const minTrainSessions = sessions(
  2,
  252,
  "sessions of results in training below which a fold chooses nothing",
)

export const foldFields = {
  type: Schema.Literals(["yearly", "walk_forward"])
    .annotate({ description: "test windows: calendar years, or test_sessions one after the other" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("yearly" as const))),
  ...trainingFields,
  test_sessions: sessions(1, 252, "walk_forward: sessions of a test window"),
}

export type FoldSettings = Schema.Struct<typeof foldFields>["Type"]
