import { priceOf } from "./AssetRows.ts"
import type { RowKind } from "./DefectKind.ts"
import { findRuns, rowsText } from "./findRuns.ts"

/** A flat bar at the last close without volume is a session without a trade, and true. */
export const zeroVolume: RowKind = {
  kind: "zero_volume",
  title: "a volume of 0 on sessions on which the price moved",
  smallest: "1 row",
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset) => {
    const { open, high, low, close, volume } = asset.columns
    const price = priceOf(asset)
    const moved = (i: number) =>
      volume[i] === 0 &&
      !(open[i] === close[i] && high[i] === close[i] && low[i] === close[i] && price[i] === price[i - 1])
    return findRuns(volume.length, moved).map(({ from, to }) => ({
      from,
      to,
      fields: ["volume"],
      detail: `volume is 0 on ${rowsText(to - from)} although the price moved`,
    }))
  },
}
