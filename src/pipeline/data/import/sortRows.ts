import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Defect } from "./Defect.ts"
import { columnNames, type ImportRows, pickRows } from "./ImportRows.ts"

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

/** One a asset whose rows came out of order; newest first counts too. */
export function unsortedDefects(rows: ImportRows): ReadonlyArray<Defect> {
  const last = new Float64Array(rows.tickers.length).fill(-Infinity)
  const found = new Map<number, { at: number; count: number }>()
  rows.session.forEach((session, at) => {
    const ticker = rows.ticker[at]!
    if (session < last[ticker]!) {
      const known = found.get(ticker)
      if (known === undefined) found.set(ticker, { at, count: 1 })
      else known.count++
    }
    last[ticker] = session
  })
  return [...found].map(([ticker, { at, count }]) => ({
    kind: "unsorted_rows",
    asset: rows.tickers[ticker]!,
    date: formatIsoDate(rows.session[at]!),
    detail: `${count} rows are earlier than the row before them, first row ${rows.row[at]}`,
    action: "sorted",
  }))
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

/**
 * Without rows that are no bar: those without any price, and those without a close unless they carry a dividend or a
 * split. One defect a asset and kind.
 */
export function dropBlankRows(rows: ImportRows): {
  readonly rows: ImportRows
  readonly defects: ReadonlyArray<Defect>
} {
  const { close, adj_close, dividend, split_ratio } = rows.columns
  const prices = columnNames.filter((name) => ["open", "high", "low", "close", "adj_close"].includes(name))
  const hasClose = close.some((value) => !Number.isNaN(value)) ? close : adj_close
  const kept: Array<number> = []
  const found = new Map<string, { at: number; count: number }>()
  for (let at = 0; at < rows.session.length; at++) {
    const hasAction = dividend[at]! > 0 || (split_ratio[at]! > 0 && split_ratio[at] !== 1)
    if (!Number.isNaN(hasClose[at]!) || hasAction) kept.push(at)
    if (!Number.isNaN(hasClose[at]!)) continue
    const isBlank = prices.every((name) => Number.isNaN(rows.columns[name][at]!))
    const key = `${rows.ticker[at]} ${isBlank && !hasAction ? "blank_rows" : "no_close"} ${hasAction ? "kept" : "dropped"}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { at, count: 1 })
    else known.count++
  }
  const defects = [...found].map(([key, { at, count }]): Defect => {
    const [, kind, action] = key.split(" ") as [string, "blank_rows" | "no_close", "dropped" | "kept"]
    const what = kind === "blank_rows" ? "without any price" : "without a close"
    const detail = `${count} ${count === 1 ? "row" : "rows"} ${what}, first row ${rows.row[at]}`
    return {
      kind,
      asset: rows.tickers[rows.ticker[at]!]!,
      date: formatIsoDate(rows.session[at]!),
      detail,
      action,
    }
  })
  return { rows: kept.length === rows.session.length ? rows : pickRows(rows, kept), defects }
}
