import { log } from "../../../kernel/log.ts"
import { priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"

/** On the day of a recorded split a raw price jumps by its ratio, and an adjusted one does not. */
export const contradictedAdjustment: RowKind = {
  kind: "contradicted_adjustment",
  title: "prices that jump, or do not, on the day of a split, against what the source is said to be",
  smallest: "5 for 4",
  level: "defect",
  allowed: ["refuse", "keep-and-flag"],
  byDefault: "refuse",
  find: (asset, { adjustment }) => {
    const closes = priceOf(asset)
    const { split_ratio } = asset.columns
    return Array.from(closes.keys()).flatMap((i) => {
      const ratio = split_ratio[i]!
      if (i === 0 || !(ratio > 0) || Math.abs(log(ratio)) < 0.2) return []
      const fall = log(closes[i - 1]! / closes[i]!)
      const jumps = Math.abs(fall - log(ratio)) < Math.abs(fall)
      if (Number.isNaN(fall) || jumps === (adjustment === "raw")) return []
      return [
        {
          from: i,
          to: i + 1,
          detail: `a split of ${ratio} for 1, and the close goes from ${closes[i - 1]} to ${closes[i]}: such prices are not ${adjustment} (--adjustment ${jumps ? "raw" : "split"}?)`,
        },
      ]
    })
  },
}
