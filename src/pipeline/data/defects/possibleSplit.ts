import { priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { movesOf, splitOf } from "./priceJumps.ts"

/** Without an adjusted close a halving may be a split or a bad day: it is said, and nothing is done. */
export const possibleSplit: RowKind = {
  kind: "possible_split",
  title:
    "a close at half the last one or less, by the ratio of a split, in a source that records none and has no adjusted close",
  smallest: "2 for 1, to 2 %",
  level: "defect",
  allowed: ["keep-and-flag", "repair", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset, { given }) => {
    if (given.has("split_ratio") || (given.has("adj_close") && asset.price === "close")) return []
    const { price } = movesOf(asset)
    const closes = priceOf(asset)
    return Array.from(closes.keys()).flatMap((i) => {
      const ratio = price[i]! < -0.65 ? splitOf(-price[i]!, 0.02) : undefined
      if (ratio === undefined || Math.abs(price[i]! + price[i + 1]!) < 0.3) return []
      return [
        {
          from: i,
          to: i + 1,
          detail: `from ${closes[i - 1]} to ${closes[i]}: a split of ${ratio} for 1, or a loss`,
          repair: [{ at: i, field: "split_ratio", value: ratio }],
        },
      ]
    })
  },
}
