/** What the importer does or meets beside faults of rows: told, never refused. */
import type { DefectKind } from "./DefectKind.ts"

const told = { level: "information", allowed: ["keep-and-flag"], byDefault: "keep-and-flag" } as const

export const reportKinds = {
  no_prices: {
    kind: "no_prices",
    title: "an asset without any price in the dates asked for: it is left out",
    smallest: "1 asset",
    ...told,
  },
  renamed: {
    kind: "renamed",
    title: "rows of an earlier ticker of the asset (--ticker-map): they are joined to it",
    smallest: "1 row",
    ...told,
  },
  already_adjusted: {
    kind: "already_adjusted",
    title: "dividends or splits beside prices that contain them: they are ignored",
    smallest: "1 row",
    ...told,
  },
  splits_unknown: {
    kind: "splits_unknown",
    title:
      "prices adjusted for splits that the source does not list: they stay as they are, with split_ratio 1",
    smallest: "1 import",
    ...told,
  },
  negative_implied_dividend: {
    kind: "negative_implied_dividend",
    title: "an implied dividend below zero: close and adjusted close contradict each other a little",
    smallest: "what rounding cannot make",
    ...told,
  },
  large_implied_dividend: {
    kind: "large_implied_dividend",
    title: "an implied dividend above a quarter of the close",
    smallest: "a quarter",
    ...told,
  },
} as const satisfies Readonly<Record<string, DefectKind>>
