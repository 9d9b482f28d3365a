/** How a node was extended, as `dag run --json` and graph.json say it; null for others. */
import type { NodeOutcome } from "../../dag/Run.ts"

export interface ExtendedJson {
  /** rows of output computed, and rows of input handed to the node for them */
  readonly rows: number | null
  readonly rows_given: number | null
  /** what happened to its inputs, or, where it reads the world, to its outputs */
  readonly changes: {
    readonly appended: number
    readonly back_filled: number
    readonly inserted: number
    readonly deleted: number
    readonly revised: number
    readonly columns_added: number
    readonly columns_removed: number
  }
}

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
