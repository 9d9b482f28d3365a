import type { AssetRows } from "./AssetRows.ts"
import type { Finding, RowKind } from "./DefectKind.ts"

/** Relative slack between low, high and the prices within: vendors round them apart. */
const tolerance = 1e-6

export const highLowSwapped: RowKind = {
  kind: "high_low_swapped",
  title: "a high below the low that fit when they change places",
  smallest: "1 row",
  level: "defect",
  allowed: ["repair", "drop", "keep-and-flag", "refuse"],
  byDefault: "repair",
  find: (asset) =>
    positions(asset)
      .filter((i) => isSwapped(asset, i))
      .map((i) => {
        const [high, low] = [asset.columns.high[i]!, asset.columns.low[i]!]
        return {
          from: i,
          to: i + 1,
          fields: ["high", "low"],
          detail: `high ${high} is below low ${low}`,
          repair: [
            { at: i, field: "high", value: low },
            { at: i, field: "low", value: high },
          ],
        }
      }),
}

/** A close far outside is a bad tick, another kind. */
export const outsideRange: RowKind = {
  kind: "outside_range",
  title: "a low above, or a high below, another price of the same bar",
  smallest: "1e-6 of the price",
  level: "defect",
  allowed: ["keep-and-flag", "drop", "refuse"],
  byDefault: "keep-and-flag",
  find: (asset) =>
    positions(asset).flatMap((i): ReadonlyArray<Finding> => {
      if (isSwapped(asset, i) || closeIsFarOutside(asset, i)) return []
      const { open, high, low, close } = asset.columns
      const [least, most] = [lesser(open[i]!, close[i]!), greater(open[i]!, close[i]!)]
      const wrong = [
        low[i]! > least * (1 + tolerance) ? `low ${low[i]} is above ${least}` : "",
        high[i]! < most * (1 - tolerance) ? `high ${high[i]} is below ${most}` : "",
        low[i]! > high[i]! * (1 + tolerance) ? `low ${low[i]} is above high ${high[i]}` : "",
      ].filter((part) => part !== "")
      if (wrong.length === 0) return []
      return [{ from: i, to: i + 1, fields: ["high", "low"], detail: wrong.join(", ") }]
    }),
}

/** By more than a twentieth of the price. */
export function closeIsFarOutside({ columns: { high, low, close } }: AssetRows, i: number): boolean {
  const far = 1.05
  return high[i]! > 0 && low[i]! > 0 && (close[i]! > high[i]! * far || close[i]! < low[i]! / far)
}

/** Rows whose prices are all above 0 as far as they are known: others are said already. */
const positions = ({ columns: { open, high, low, close } }: AssetRows): ReadonlyArray<number> => {
  const out: Array<number> = []
  for (let i = 0; i < close.length; i++) {
    const isBad = open[i]! <= 0 || high[i]! <= 0 || low[i]! <= 0 || close[i]! <= 0
    const least = lesser(open[i]!, close[i]!)
    const most = greater(open[i]!, close[i]!)
    if (!isBad && (low[i]! > least || high[i]! < most || low[i]! > high[i]!)) out.push(i)
  }
  return out
}

function isSwapped({ columns: { open, high, low, close } }: AssetRows, i: number): boolean {
  if (!(high[i]! < low[i]!)) return false
  const [least, most] = [lesser(open[i]!, close[i]!), greater(open[i]!, close[i]!)]
  return high[i]! <= least * (1 + tolerance) && low[i]! >= most * (1 - tolerance)
}

const lesser = (x: number, y: number): number => (x <= y || Number.isNaN(y) ? x : y)
const greater = (x: number, y: number): number => (x >= y || Number.isNaN(y) ? x : y)
