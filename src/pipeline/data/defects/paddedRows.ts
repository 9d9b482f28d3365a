import { type AssetRows, hasAction, priceFields, priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { rowsText } from "./findRuns.ts"

const fewest = 5

/** A dead asset whose rows go on: blank, or at its last price without volume. */
export const paddedRows: RowKind = {
  kind: "padded_rows",
  title: "rows after the last trade: blank, or flat at the last close without volume, up to the end",
  smallest: `${fewest} rows`,
  level: "defect",
  allowed: ["drop", "keep-and-flag", "refuse"],
  byDefault: "drop",
  find: (asset) => {
    const from = paddedTail(asset)
    const count = asset.session.length
    if (from >= count) return []
    return [{ from, to: count, detail: `${rowsText(count - from)} after the last trade` }]
  },
}

/** Position of the first padded row; the number of rows where there is none, or too few to tell. */
export function paddedTail(asset: AssetRows): number {
  const count = asset.session.length
  let from = count
  while (from > 0 && isPadding(asset, from - 1)) from--
  return count - from >= fewest && from > 0 ? from : count
}

function isPadding(asset: AssetRows, i: number): boolean {
  const { columns } = asset
  if (hasAction(asset, i)) return false
  if (priceFields.every((field) => Number.isNaN(columns[field][i]!))) return true
  const { open, high, low, close, volume } = columns
  const price = priceOf(asset)
  const isFlat = open[i] === close[i] && high[i] === close[i] && low[i] === close[i]
  return isFlat && volume[i] === 0 && i > 0 && price[i] === price[i - 1]
}
