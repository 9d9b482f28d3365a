import { type AssetRows, priceOf } from "./AssetRows.ts"
import { closeIsFarOutside } from "./barRange.ts"
import { closeSpikes } from "./adjustmentFaults.ts"
import type { Edit, RowKind } from "./DefectKind.ts"
import { movesOf } from "./priceJumps.ts"

/** A close that its own bar or the source's adjusted close contradicts. */
export const badTick: RowKind = {
  kind: "bad_tick",
  title:
    "a close far outside its own low and high, or that leaves the adjusted close for one row and comes back",
  smallest: "5 %",
  level: "defect",
  allowed: ["drop", "repair", "keep-and-flag", "refuse"],
  byDefault: "drop",
  otherwise: "drop",
  find: (asset) => {
    const away = closeSpikes(asset)
    const { high, low, close } = asset.columns
    return Array.from(close.keys())
      .filter((i) => close[i]! > 0 && (closeIsFarOutside(asset, i) || away.has(i)))
      .map((i) => ({
        from: i,
        to: i + 1,
        detail: closeIsFarOutside(asset, i)
          ? `close ${close[i]} lies outside ${low[i]} … ${high[i]}`
          : `close ${close[i]} leaves the adjusted close for one row`,
        ...remedy(asset, i),
      }))
  },
}

/** Plain only where the decimal point moved: the close × or / 10, 100 or 1000 lies in the bar's own range. */
function remedy(
  { columns: { high, low, close } }: AssetRows,
  i: number,
): { readonly repair?: ReadonlyArray<Edit> } {
  const fits = [10, 100, 1000]
    .flatMap((power) => [close[i]! / power, close[i]! * power])
    .filter((value) => value >= low[i]! && value <= high[i]!)
  return fits.length === 1 ? { repair: [{ at: i, field: "close", value: fits[0]! }] } : {}
}

/** Nothing but the way back speaks against it: true of some stocks, so it is kept. */
export const revertingSpike: RowKind = {
  kind: "reverting_spike",
  title: "a price that leaves for one row by half or more and comes back within a tenth",
  smallest: "a factor of 1.5",
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset) => {
    const { price } = movesOf(asset)
    const closes = priceOf(asset)
    const away = closeSpikes(asset)
    return Array.from(closes.keys())
      .filter(
        (i) =>
          Math.abs(price[i]!) >= leastJump &&
          Math.abs(price[i]! + price[i + 1]!) <= 0.1 &&
          !away.has(i) &&
          !closeIsFarOutside(asset, i),
      )
      .map((i) => ({
        from: i,
        to: i + 1,
        detail: `${closes[i]} between ${closes[i - 1]} and ${closes[i + 1]}`,
      }))
  },
}

/** ln 1.5 */
const leastJump = 0.405
