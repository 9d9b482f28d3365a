/** Rows that say one date twice. */
import type { Finding, SeriesKind } from "./Kind.ts"
import { runs } from "./runs.ts"
import { length, type Series } from "./Series.ts"

const columns = ["open", "high", "low", "close", "volume", "dividend", "splitRatio", "adjClose"] as const

const isSame = (series: Series, row: number, other: number): boolean =>
  columns.every((name) => Object.is(series[name][row], series[name][other]))

const isRepeat = ({ session }: Series, row: number): boolean => row > 0 && session[row] === session[row - 1]

export const duplicateIdentical: SeriesKind = {
  kind: "duplicate_identical",
  what: "a second row for the date with the same cells; drop leaves one",
  smallest: "1 row",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) =>
    runs(length(series), (row) => isRepeat(series, row) && isSame(series, row, row - 1)).map(
      ([from, to]) => ({
        from,
        to,
        detail: "a second row for the date, the same as the one before it",
      }),
    ),
}

export const duplicateConflicting: SeriesKind = {
  kind: "duplicate_conflicting",
  what: "two rows for the date with other cells; drop takes both, since neither is known to be right",
  smallest: "1 cell",
  default: "refuse",
  allowed: ["refuse", "drop"],
  find: (series) => {
    const found: Array<Finding> = []
    for (const [from, to] of runs(
      length(series),
      (row) => isRepeat(series, row) || isRepeat(series, row + 1),
    )) {
      for (let row = from; row <= to; row++) {
        if (row > from && series.session[row] === series.session[row - 1]) continue
        let end = row
        while (end < to && series.session[end + 1] === series.session[row]) end++
        const differs = columns.filter((name) => !Object.is(series[name][row], series[name][row + 1]))
        const detail = `${end - row + 1} rows for the date in conflict: ${differs
          .map((name) => `${name} ${series[name][row]} and ${series[name][row + 1]}`)
          .join(", ")}`
        found.push({ from: row, to: end, detail })
      }
    }
    return found
  },
}
