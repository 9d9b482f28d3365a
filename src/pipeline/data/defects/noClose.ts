import { hasAction, priceFields, priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { findRuns, rowsText } from "./findRuns.ts"

export const noClose: RowKind = {
  kind: "no_close",
  title: "rows with prices but without a close",
  smallest: "1 row",
  level: "defect",
  allowed: ["drop", "refuse"],
  byDefault: "drop",
  find: (asset) => {
    const prices = priceOf(asset)
    const last = asset.session.length - 1
    const lacksClose = (i: number) =>
      i < last &&
      Number.isNaN(prices[i]!) &&
      !hasAction(asset, i) &&
      priceFields.some((field) => !Number.isNaN(asset.columns[field][i]!))
    return findRuns(asset.session.length, lacksClose).map(({ from, to }) => ({
      from,
      to,
      detail: `${rowsText(to - from)} without a close`,
    }))
  },
}
