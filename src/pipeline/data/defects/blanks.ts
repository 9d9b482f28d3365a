/** Rows in which the price of the day is not there. */
import { countedNoun } from "../../../kernel/countedNoun.ts"
import type { SeriesKind } from "./Kind.ts"
import { runs } from "./runs.ts"
import { length, type Series } from "./Series.ts"

const hasAction = ({ dividend, splitRatio }: Series, row: number): boolean =>
  dividend[row]! > 0 || (splitRatio[row]! > 0 && splitRatio[row] !== 1)

const isBlank = ({ open, high, low, close, adjClose }: Series, row: number): boolean =>
  [open, high, low, close, adjClose].every((column) => Number.isNaN(column[row]!))

export const blankRow: SeriesKind = {
  kind: "blank_rows",
  what: "a row without any price, dividend or split",
  smallest: "1 row",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) =>
    runs(
      length(series),
      (row) => Number.isNaN(series.close[row]!) && isBlank(series, row) && !hasAction(series, row),
    ).map(([from, to]) => ({ from, to, detail: `${countedNoun(to - from + 1, "row")} without any price` })),
}

export const partialLastBar: SeriesKind = {
  kind: "partial_last_bar",
  what: "the last row of an asset has an open but no close: its session was in progress",
  smallest: "1 row",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) => {
    const last = length(series) - 1
    const isPartial = last >= 0 && Number.isNaN(series.close[last]!) && !Number.isNaN(series.open[last]!)
    return isPartial ? [{ from: last, to: last, detail: "an open without a close in the last row" }] : []
  },
}

export const noClose: SeriesKind = {
  kind: "no_close",
  what: "a row with other prices but without a close",
  smallest: "1 row",
  default: "drop",
  allowed: ["refuse", "drop"],
  find: (series) =>
    runs(length(series), (row) => Number.isNaN(series.close[row]!) && !hasAction(series, row)).map(
      ([from, to]) => ({
        from,
        to,
        detail: `${countedNoun(to - from + 1, "row")} without a close`,
      }),
    ),
}

export const actionWithoutClose: SeriesKind = {
  kind: "action_without_close",
  what: "a row without a close that carries a dividend or split",
  smallest: "1 row",
  default: "keep-and-flag",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series) =>
    runs(length(series), (row) => Number.isNaN(series.close[row]!) && hasAction(series, row)).map(
      ([from, to]) => ({
        from,
        to,
        detail: `${countedNoun(to - from + 1, "row")} without a close, with a dividend or split`,
      }),
    ),
}
