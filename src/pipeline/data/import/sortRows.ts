import type { Defect } from "./Defect.ts"
import { type ImportRows, pickRows } from "./ImportRows.ts"

/** Rows by session, then ticker (by code unit), then as they came; tickers that have no row are gone. */
export function sortRows(rows: ImportRows): ImportRows {
  const used = new Set(rows.ticker)
  const names = rows.tickers.filter((_, i) => used.has(i)).sort()
  const rank = rows.tickers.map((name) => names.indexOf(name))
  const count = rows.session.length
  const first = rows.session.reduce((least, session) => Math.min(least, session), Infinity)
  // one number a row, so that a sort of numbers, many times as fast as one by a function, does it
  const keys = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    keys[at] = ((rows.session[at]! - first) * names.length + rank[rows.ticker[at]!]!) * count + at
  }
  keys.sort()
  const sorted = pickRows(
    rows,
    keys.map((key) => key % count),
  )
  return { ...sorted, tickers: names, ticker: sorted.ticker.map((ticker) => rank[ticker]!) }
}

/** Assets of which nothing is left: a column of blanks must not vanish without a word. */
export function emptyAssets(wanted: ReadonlyArray<string>, rows: ImportRows): ReadonlyArray<Defect> {
  const present = new Set(Array.from(rows.ticker, (ticker) => rows.tickers[ticker]!))
  return wanted
    .filter((asset) => !present.has(asset))
    .map((asset) => ({
      kind: "no_prices",
      asset,
      date: "",
      detail: "no price in the dates asked for: it is not in the snapshot",
      action: "dropped",
    }))
}
