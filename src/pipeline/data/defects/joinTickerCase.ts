import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { Defect } from "../import/Defect.ts"
import type { ImportRows } from "../import/ImportRows.ts"
import { rowsText } from "./findRuns.ts"
import { type Policies, policyOf } from "./policyOf.ts"
import { tickerCase } from "./tickerCase.ts"

export interface JoinedRows {
  readonly rows: ImportRows
  readonly defects: ReadonlyArray<Defect>
}

/**
 * Gives rows of a ticker that differs from a more frequent one by case alone to that one, where the two have no date in
 * common: `spy` on a day on which SPY has no row is SPY. With dates in common they are two assets, and stay so.
 */
export function joinTickerCase(rows: ImportRows, policies: Policies): JoinedRows {
  const policy = policyOf(tickerCase, policies)
  const defects: Array<Defect> = []
  const target = Int32Array.from(rows.tickers.keys())
  for (const group of Map.groupBy(rows.tickers.keys(), (i) => rows.tickers[i]!.toLowerCase()).values()) {
    if (group.length < 2) continue
    const byCount = group.toSorted((a, b) => countOf(rows, b) - countOf(rows, a) || a - b)
    const [main, ...others] = byCount as [number, ...Array<number>]
    for (const other of others) {
      if (policy === "keep-and-flag" || haveCommonDate(rows, main, other)) continue
      const first = rows.ticker.indexOf(other)
      defects.push({
        kind: tickerCase.kind,
        asset: rows.tickers[main]!,
        date: formatIsoDate(rows.session[first]!),
        detail: `${rowsText(countOf(rows, other))} with the ticker ${rows.tickers[other]}`,
        action: policy === "refuse" ? "refused" : "repaired",
      })
      target[other] = main
    }
  }
  return { rows: defects.length === 0 ? rows : renumbered(rows, target), defects }
}

/** Without the names that are no asset's any more. */
function renumbered(rows: ImportRows, target: Int32Array): ImportRows {
  const kept = rows.tickers.flatMap((_, i) => (target[i] === i ? [i] : []))
  const place = target.map((i) => kept.indexOf(i))
  return { ...rows, tickers: kept.map((i) => rows.tickers[i]!), ticker: rows.ticker.map((i) => place[i]!) }
}

const countOf = ({ ticker }: ImportRows, asset: number): number =>
  ticker.reduce((sum, one) => sum + (one === asset ? 1 : 0), 0)

function haveCommonDate({ ticker, session }: ImportRows, one: number, other: number): boolean {
  const days = new Set(session.filter((_, at) => ticker[at] === one))
  return session.some((day, at) => ticker[at] === other && days.has(day))
}
