/** Test windows of the study. */
import * as Schema from "effect/Schema"
import { foldFields, minTrainSessions } from "../../../pipeline/validation/foldFields.ts"

export const Folds = Schema.Struct({ ...foldFields, min_train_sessions: minTrainSessions })
  .annotate({ description: "test windows that the study is cut into, and training before each" })
  .check(
    Schema.makeFilter(
      ({
        type,
        window,
        train_sessions,
        min_train_sessions,
      }: {
        type: string
        window: string
        train_sessions: number
        min_train_sessions: number
      }) =>
        (type === "yearly" && window === "expanding") ||
        min_train_sessions <= train_sessions || {
          path: ["min_train_sessions"],
          issue: `min_train_sessions ${min_train_sessions} exceeds train_sessions ${train_sessions}: a fold would never choose`,
        },
    ),
  )
