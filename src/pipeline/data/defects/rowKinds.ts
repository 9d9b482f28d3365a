/** Kinds that are met where tables are put together, before there are series. */
import type { Kind } from "./Kind.ts"

export const rowKinds = {
  unsorted_rows: {
    kind: "unsorted_rows",
    what: "rows of an asset that stand after a later date; repair sorts them",
    smallest: "1 row",
    default: "repair",
    allowed: ["refuse", "repair"],
  },
  ticker_case: {
    kind: "ticker_case",
    what: "rows under the same name in other letters (spy among SPY), on dates that the other has no row for",
    smallest: "1 row, fewer than the other name has",
    default: "repair",
    allowed: ["refuse", "drop", "keep-and-flag", "repair"],
  },
  no_prices: {
    kind: "no_prices",
    what: "an asset without any price in the dates asked for",
    smallest: "1 asset",
    default: "drop",
    allowed: ["refuse", "drop"],
  },
} as const satisfies Record<string, Kind>
