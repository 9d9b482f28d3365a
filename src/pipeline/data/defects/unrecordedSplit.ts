import { type AssetRows, priceOf } from "./AssetRows.ts"
import type { Finding, RowKind } from "./DefectKind.ts"
import { movesOf, splitOf } from "./priceJumps.ts"

/** 0.5 % between the jump and the ratio: dividends and rounding on the same day. */
const slack = 0.005

const common = {
  smallest: "5 for 4",
  level: "defect",
  allowed: ["repair", "refuse", "keep-and-flag"],
} as const satisfies Partial<RowKind>

/**
 * The close jumps by the ratio of a split while the source's own adjusted close does not, and no row records it. Repair
 * records the split: the prices around it are as traded.
 */
export const unrecordedSplit: RowKind = {
  kind: "unrecorded_split",
  title:
    "raw closes that jump by the ratio of a split that the adjusted close does not make and no row records",
  ...common,
  byDefault: "repair",
  find: (asset, { adjustment }) => (adjustment === "raw" ? findSplits(asset) : []),
}

/** The same among prices that are said to be adjusted for splits: the source contradicts what is stated of it. */
export const unadjustedSplit: RowKind = {
  kind: "unadjusted_split",
  title: "closes said to be adjusted that jump by the ratio of a split, which the adjusted close does not",
  ...common,
  byDefault: "refuse",
  find: (asset, { adjustment }) => (adjustment === "raw" ? [] : findSplits(asset)),
}

function findSplits(asset: AssetRows): ReadonlyArray<Finding> {
  const { price, adjusted } = movesOf(asset)
  const closes = priceOf(asset)
  const { split_ratio } = asset.columns
  const found: Array<Finding> = []
  for (let i = 1; i < closes.length; i++) {
    const apart = adjusted[i]! - price[i]!
    if (!(Math.abs(apart) > 0.2) || recorded(split_ratio[i]!)) continue
    const ratio = splitOf(apart, slack)
    // a bad tick comes back: a row beside then sets them apart the other way
    const undoes = (row: number) => Math.abs(adjusted[row]! - price[row]! + apart) < Math.abs(apart) / 2
    if (ratio === undefined || undoes(i + 1) || undoes(i - 1)) continue
    const shown = ratio >= 1 ? `${text(ratio)} for 1` : `1 for ${text(1 / ratio)}`
    found.push({
      from: i,
      to: i + 1,
      detail: `the close goes from ${closes[i - 1]} to ${closes[i]}, the adjusted close does not: a split of ${shown}`,
      repair: [{ at: i, field: "split_ratio", value: ratio }],
    })
  }
  return found
}

const recorded = (ratio: number): boolean => ratio > 0 && ratio !== 1

const text = (ratio: number): string => String(Math.round(ratio * 10_000) / 10_000)
