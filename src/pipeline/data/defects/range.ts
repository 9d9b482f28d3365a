/** Low, high and the prices between them. */
import type { CellColumn, Finding, SeriesKind } from "./Kind.ts"
import { length, type Series } from "./Series.ts"

/** Relative slack between low, high and the prices within: vendors round them apart. */
const tolerance = 1e-6

/** The lesser and the greater of those that are known. */
const least = (x: number, y: number): number => (x <= y || Number.isNaN(y) ? x : y)
const most = (x: number, y: number): number => (x >= y || Number.isNaN(y) ? x : y)

export const highLowSwapped: SeriesKind = {
  kind: "high_low_swapped",
  what: "high below low, and open and close lie between the two; drop makes both unknown; repair swaps them",
  smallest: "1e-6 of the price",
  default: "repair",
  allowed: ["refuse", "drop", "keep-and-flag", "repair"],
  find: (series) => {
    const found: Array<Finding> = []
    const { high, low } = series
    for (let row = 0; row < length(series); row++) {
      const [top, bottom] = [high[row]!, low[row]!]
      if (!(bottom > top * (1 + tolerance))) continue
      const isPlain = isWithin(series, row, top, bottom)
      found.push({
        from: row,
        to: row,
        size: bottom / top - 1,
        detail: `high ${top} is below low ${bottom}${isPlain ? "" : "; open or close lies outside of both"}`,
        cells: ["high", "low"],
        ...(isPlain
          ? {
              repair: () => {
                high[row] = bottom
                low[row] = top
              },
            }
          : {}),
      })
    }
    return found
  },
}

const isWithin = ({ open, close }: Series, row: number, bottom: number, top: number): boolean =>
  [open[row]!, close[row]!].every(
    (price) => Number.isNaN(price) || (price >= bottom * (1 - tolerance) && price <= top * (1 + tolerance)),
  )

export const outsideRange: SeriesKind = {
  kind: "outside_range",
  what: "low above open or close, or high below; drop makes that low or high unknown",
  smallest: "1e-6 of the price",
  default: "drop",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series) => {
    const found: Array<Finding> = []
    const { open, high, low, close } = series
    for (let row = 0; row < length(series); row++) {
      const [bottom, top] = [least(open[row]!, close[row]!), most(open[row]!, close[row]!)]
      const add = (name: CellColumn, size: number, detail: string) =>
        found.push({ from: row, to: row, size, detail, cells: [name] })
      if (low[row]! > bottom * (1 + tolerance))
        add("low", low[row]! / bottom - 1, `low ${low[row]} is above open or close (${bottom})`)
      if (high[row]! < top * (1 - tolerance))
        add("high", top / high[row]! - 1, `high ${high[row]} is below open or close (${top})`)
    }
    return found
  },
}
