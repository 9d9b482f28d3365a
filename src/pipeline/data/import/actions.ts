import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Bars, ColumnName } from "../Bars.ts"
import { splitKey } from "../defects/inspect.ts"
import { reportKinds } from "../defects/reportKinds.ts"
import type { Adjustment, DividendSource } from "../SnapshotManifest.ts"
import type { Defect } from "./Defect.ts"
import { impliedDividends } from "./impliedDividends.ts"
import type { ImportRows } from "./ImportRows.ts"
import { toAsTraded } from "./toAsTraded.ts"

export interface ActionFacts {
  readonly given: ReadonlySet<ColumnName>
  readonly adjustment: Adjustment
  /** splits that the inspection found in the prices: those are as traded around them */
  readonly foundSplits: ReadonlyMap<string, number>
}

/**
 * Prices as traded, dividends and splits, as far as the stated adjustment lets them be known.
 *
 * `raw` has them as they are. `split`: the file's splits turn prices, volumes and dividends back to as traded; without any
 * they stay adjusted, with split_ratio 1, on record. `split+dividend` contains both: what the file says of them beside is
 * ignored, on record. Dividends that nobody states follow from the adjusted close where there is one.
 */
export function dealWithActions(
  rows: ImportRows,
  { given, adjustment, foundSplits }: ActionFacts,
): { readonly bars: Bars; readonly dividendSource: DividendSource; readonly defects: ReadonlyArray<Defect> } {
  const { columns } = rows
  const price = given.has("close") ? "close" : "adj_close"
  const isFound = (at: number) =>
    foundSplits.has(splitKey(rows.tickers[rows.ticker[at]!]!, rows.session[at]!))
  const splitRatio = columns.split_ratio.map((ratio, at) =>
    adjustment === "split+dividend" && !isFound(at) ? 1 : orNone(ratio),
  )
  const dividendSource = dividendSourceOf(given, adjustment)
  const stated = columns.dividend.map((amount) => (Number.isNaN(amount) ? 0 : amount))
  const dividend = dividendSource === "stated" ? stated : new Float64Array(stated.length)
  const traded = {
    open: columns.open,
    high: columns.high,
    low: columns.low,
    close: columns[price],
    volume: columns.volume,
    dividend,
  }
  const byAsset = rowsByTicker(rows)
  if (adjustment === "split") {
    for (const at of byAsset) toAsTraded(traded, at, (row) => (isFound(row) ? 1 : splitRatio[row]!))
  }
  const defects = [...splitsUnknown(given, adjustment), ...alreadyAdjusted(rows, adjustment, isFound)]
  if (dividendSource === "implied")
    defects.push(...implyDividends(rows, byAsset, traded.close, splitRatio, dividend))
  const adjClose =
    given.has("adj_close") || adjustment !== "split+dividend" ? columns.adj_close : traded.close
  const bars: Bars = {
    tickers: rows.tickers,
    ticker: rows.ticker,
    session: rows.session,
    ...traded,
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
  return given.has("adj_close") && given.has("close") ? "implied" : "none"
}

/** Fills `dividend` asset by asset. */
function implyDividends(
  rows: ImportRows,
  byAsset: ReadonlyArray<Int32Array>,
  close: Float64Array,
  splitRatio: Float64Array,
  dividend: Float64Array,
): ReadonlyArray<Defect> {
  const found: Array<Defect> = []
  for (const [ticker, at] of byAsset.entries()) {
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
    const add = (kind: string, isSo: (amount: number, i: number) => boolean, what: string) => {
      const first = implied.findIndex(isSo)
      if (first < 0) return
      const count = implied.filter(isSo).length
      const date = formatIsoDate(rows.session[at[first]!]!)
      const detail = `${count} ${what}, first ${implied[first]} at a close of ${closes[first]}`
      found.push({ kind, asset: rows.tickers[ticker]!, date, detail, action: "kept" })
    }
    add(reportKinds.negative_implied_dividend.kind, (amount) => amount < 0, "implied dividends below zero")
    add(
      reportKinds.large_implied_dividend.kind,
      (amount, i) => amount > closes[i]! / 4,
      "implied dividends above a quarter of the close",
    )
  }
  return found
}

/** In order of session, since the rows are. */
function rowsByTicker({ tickers, ticker }: ImportRows): ReadonlyArray<Int32Array> {
  const counts = new Int32Array(tickers.length)
  for (const one of ticker) counts[one]!++
  const lists = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  ticker.forEach((one, at) => {
    lists[one]![counts[one]!++] = at
  })
  return lists
}

const splitsUnknown = (given: ReadonlySet<ColumnName>, adjustment: Adjustment): ReadonlyArray<Defect> =>
  adjustment === "split" && !given.has("split_ratio")
    ? [
        {
          kind: reportKinds.splits_unknown.kind,
          asset: "",
          date: "",
          detail: "the source lists no splits: prices stay adjusted for them, split_ratio is 1",
          action: "kept",
        },
      ]
    : []

function alreadyAdjusted(
  rows: ImportRows,
  adjustment: Adjustment,
  isFound: (at: number) => boolean,
): ReadonlyArray<Defect> {
  if (adjustment !== "split+dividend") return []
  const { dividend, split_ratio } = rows.columns
  const found = new Map<number, { at: number; count: number }>()
  for (let at = 0; at < rows.session.length; at++) {
    const hasSplit = split_ratio[at]! > 0 && split_ratio[at] !== 1 && !isFound(at)
    if (!hasSplit && !(dividend[at]! > 0)) continue
    const known = found.get(rows.ticker[at]!)
    if (known === undefined) found.set(rows.ticker[at]!, { at, count: 1 })
    else known.count++
  }
  return [...found].map(([ticker, { at, count }]) => ({
    kind: reportKinds.already_adjusted.kind,
    asset: rows.tickers[ticker]!,
    date: formatIsoDate(rows.session[at]!),
    detail: `${count} dividends or splits beside prices that contain them (--adjustment ${adjustment})`,
    action: "ignored",
  }))
}
