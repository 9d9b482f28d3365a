/** Cells that no bar can have. */
import type { CellColumn, Finding, SeriesKind } from "./Kind.ts"
import { length, type Series } from "./Series.ts"

const priceColumns = ["open", "high", "low", "close", "adjClose"] as const

const cells = (
  series: Series,
  names: ReadonlyArray<CellColumn>,
  isWrong: (value: number) => boolean,
): ReadonlyArray<Finding> => {
  const found: Array<Finding> = []
  for (const name of names) {
    const column = series[name]
    for (let row = 0; row < column.length; row++) {
      if (isWrong(column[row]!))
        found.push({ from: row, to: row, detail: `${name} is ${column[row]}`, cells: [name] })
    }
  }
  return found
}

export const zeroPrice: SeriesKind = {
  kind: "zero_price",
  what: "a price of 0; drop makes the cell unknown, and a row without a close goes",
  smallest: "1 cell",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) => cells(series, priceColumns, (price) => price === 0),
}

export const negativePrice: SeriesKind = {
  kind: "negative_price",
  what: "a price below 0; drop makes the cell unknown, and a row without a close goes",
  smallest: "1 cell",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) => cells(series, priceColumns, (price) => price < 0),
}

export const negativeVolume: SeriesKind = {
  kind: "negative_volume",
  what: "a volume below 0; drop makes the cell unknown",
  smallest: "1 cell",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) => cells(series, ["volume"], (volume) => volume < 0),
}

export const negativeAction: SeriesKind = {
  kind: "negative_action",
  what: "a dividend or split ratio below 0; drop takes the row",
  smallest: "1 cell",
  default: "refuse",
  allowed: ["refuse", "drop"],
  find: (series) => {
    const found: Array<Finding> = []
    for (let row = 0; row < length(series); row++) {
      const [dividend, ratio] = [series.dividend[row]!, series.splitRatio[row]!]
      if (dividend < 0 || ratio < 0)
        found.push({
          from: row,
          to: row,
          detail: dividend < 0 ? `dividend is ${dividend}` : `split_ratio is ${ratio}`,
        })
    }
    return found
  },
}
