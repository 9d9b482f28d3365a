import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Bars, ColumnName } from "../Bars.ts"
import type { Adjustment, DividendSource } from "../SnapshotManifest.ts"
import type { Defect } from "./Defect.ts"
import type { ImportRows } from "./ImportRows.ts"
import { impliedDividends } from "./impliedDividends.ts"

/**
 * Dividends and splits as the stated adjustment leaves them. Prices that are adjusted for splits have no split left,
 * prices that are adjusted for both have no dividend left either; what a file says of them beside is ignored, on record.
 * Dividends that nobody states follow from the adjusted close where there is one.
 */
export function dealWithActions(
  rows: ImportRows,
  given: ReadonlySet<ColumnName>,
  adjustment: Adjustment,
): { readonly bars: Bars; readonly dividendSource: DividendSource; readonly defects: ReadonlyArray<Defect> } {
  const { columns } = rows
  const close = given.has("close") ? columns.close : columns.adj_close
  const splitRatio =
    adjustment === "raw" ? columns.split_ratio.map(orNone) : new Float64Array(close.length).fill(1)
  const dividendSource = dividendSourceOf(given, adjustment)
  const dividend =
    dividendSource === "stated"
      ? columns.dividend.map((amount) => (Number.isNaN(amount) ? 0 : amount))
      : new Float64Array(close.length)
  const defects = [...alreadyAdjusted(rows, adjustment)]
  if (dividendSource === "implied") defects.push(...implyDividends(rows, close, splitRatio, dividend))
  const adjClose = given.has("adj_close")
    ? columns.adj_close
    : adjustment === "split+dividend"
      ? close
      : columns.adj_close
  const bars: Bars = {
    tickers: rows.tickers,
    ticker: rows.ticker,
    session: rows.session,
    open: columns.open,
    high: columns.high,
    low: columns.low,
    close,
    volume: columns.volume,
    dividend,
    splitRatio,
    adjClose,
  }
  return { bars, dividendSource, defects }
}

/** Sources write "no split" as nothing, 0 or 1. */
const orNone = (ratio: number): number => (ratio > 0 ? ratio : 1)

function dividendSourceOf(given: ReadonlySet<ColumnName>, adjustment: Adjustment): DividendSource {
  if (adjustment === "split+dividend") return "none"
  if (given.has("dividend")) return "stated"
  return given.has("adj_close") ? "implied" : "none"
}

/** Fills `dividend` asset by asset. */
function implyDividends(
  rows: ImportRows,
  close: Float64Array,
  splitRatio: Float64Array,
  dividend: Float64Array,
): ReadonlyArray<Defect> {
  const found: Array<Defect> = []
  for (const [ticker, at] of rowsByTicker(rows).entries()) {
    const of = (column: Float64Array) => Float64Array.from(at, (row) => column[row]!)
    const closes = of(close)
    const implied = impliedDividends({
      close: closes,
      splitRatio: of(splitRatio),
      adjClose: of(rows.columns.adj_close),
    })
    implied.forEach((amount, i) => {
      dividend[at[i]!] = amount
    })
    const add = (kind: Defect["kind"], isSo: (amount: number, i: number) => boolean, what: string) => {
      const first = implied.findIndex(isSo)
      if (first < 0) return
      const count = implied.filter(isSo).length
      const date = formatIsoDate(rows.session[at[first]!]!)
      const detail = `${count} ${what}, first ${implied[first]} at a close of ${closes[first]}`
      found.push({ kind, asset: rows.tickers[ticker]!, date, detail, action: "kept" })
    }
    add("negative_implied_dividend", (amount) => amount < 0, "implied dividends below zero")
    add(
      "large_implied_dividend",
      (amount, i) => amount > closes[i]! / 4,
      "implied dividends above a quarter of the close",
    )
  }
  return found
}

function rowsByTicker(rows: ImportRows): ReadonlyArray<ReadonlyArray<number>> {
  const lists: Array<Array<number>> = rows.tickers.map(() => [])
  rows.ticker.forEach((ticker, at) => lists[ticker]!.push(at))
  return lists
}

function alreadyAdjusted(rows: ImportRows, adjustment: Adjustment): ReadonlyArray<Defect> {
  if (adjustment === "raw") return []
  const { dividend, split_ratio } = rows.columns
  const found = new Map<number, { at: number; count: number }>()
  for (let at = 0; at < rows.session.length; at++) {
    const hasSplit = split_ratio[at]! > 0 && split_ratio[at] !== 1
    if (!hasSplit && !(adjustment === "split+dividend" && dividend[at]! > 0)) continue
    const known = found.get(rows.ticker[at]!)
    if (known === undefined) found.set(rows.ticker[at]!, { at, count: 1 })
    else known.count++
  }
  return [...found].map(([ticker, { at, count }]) => ({
    kind: "already_adjusted",
    asset: rows.tickers[ticker]!,
    date: formatIsoDate(rows.session[at]!),
    detail: `${count} dividends or splits beside prices that contain them (--adjustment ${adjustment})`,
    action: "ignored",
  }))
}
