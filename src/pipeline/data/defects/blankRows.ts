import { hasAction, priceFields } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { findRuns, rowsText } from "./findRuns.ts"
import { paddedTail } from "./paddedRows.ts"

/** A row that carries a dividend or a split is kept whatever else it lacks. */
export const blankRows: RowKind = {
  kind: "blank_rows",
  title: "rows without any price",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset) => {
    const tail = paddedTail(asset)
    const isBlank = (i: number) =>
      i < tail && !hasAction(asset, i) && priceFields.every((field) => Number.isNaN(asset.columns[field][i]!))
    return findRuns(asset.session.length, isBlank).map(({ from, to }) => ({
      from,
      to,
      detail: `${rowsText(to - from)} without any price`,
    }))
  },
}
