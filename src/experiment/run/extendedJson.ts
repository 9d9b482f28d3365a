/** How a node was extended, as `dag run --json` and graph.json say it; null for others. */
import * as Schema from "effect/Schema"
import type { NodeOutcome } from "../../dag/Run.ts"

export const ExtendedJson = Schema.Struct({
  rows: Schema.NullOr(Schema.Int).annotate({ description: "rows of output computed" }),
  rows_given: Schema.NullOr(Schema.Int).annotate({
    description: "rows of input handed to the node for them",
  }),
  changes: Schema.Struct({
    appended: Schema.Int,
    back_filled: Schema.Int,
    inserted: Schema.Int,
    deleted: Schema.Int,
    revised: Schema.Int,
    columns_added: Schema.Int,
    columns_removed: Schema.Int,
  }).annotate({ description: "what happened to its inputs, or, where it reads the world, to its outputs" }),
})
export type ExtendedJson = typeof ExtendedJson.Type

export function extendedJson({ rowsRun, rowsGiven, changes }: NodeOutcome): ExtendedJson | null {
  if (changes === null) return null
  const { appended, inserted, deleted, revised } = changes
  return {
    rows: rowsRun,
    rows_given: rowsGiven,
    changes: {
      appended,
      back_filled: changes.backFilled,
      inserted,
      deleted,
      revised,
      columns_added: changes.columnsAdded,
      columns_removed: changes.columnsRemoved,
    },
  }
}
