import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { type AssetRows, priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { findRuns } from "./findRuns.ts"
import { paddedTail } from "./paddedRows.ts"

const [fewestBars, fewestCloses] = [3, 10]

/** Bars that repeat the bar before them, in all of open, high, low and close; of closes alone it takes more to tell. */
export const frozenPrices: RowKind = {
  kind: "frozen_prices",
  title: "bars that repeat the one before",
  smallest: `${fewestBars} bars in a row, of closes alone ${fewestCloses}`,
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset) => {
    const tail = paddedTail(asset)
    const hasBars = asset.columns.high.some((value) => !Number.isNaN(value))
    const fewest = hasBars ? fewestBars : fewestCloses
    return findRuns(tail, (i) => repeats(asset, i, hasBars))
      .filter(({ from, to }) => to - from >= fewest)
      .map(({ from, to }) => ({
        from,
        to,
        detail: `${to - from} bars repeat that of ${formatIsoDate(asset.session[from - 1]!)}, up to ${formatIsoDate(asset.session[to - 1]!)}`,
      }))
  },
}

function repeats(asset: AssetRows, i: number, hasBars: boolean): boolean {
  if (i === 0) return false
  const price = priceOf(asset)
  if (price[i] !== price[i - 1]) return false
  const { open, high, low } = asset.columns
  const isSame = (column: Float64Array) => Object.is(column[i], column[i - 1])
  if (!hasBars) return true
  // flat bars without a trade are true of a quiet asset; a bar with a range that comes again is not
  return isSame(open) && isSame(high) && isSame(low) && !(high[i] === low[i] && asset.columns.volume[i] === 0)
}
