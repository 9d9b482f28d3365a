/** Small bars for tests of the store. */
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { Bars } from "../../src/pipeline/data/Bars.ts"
import type { SnapshotMeta } from "../../src/pipeline/data/SnapshotManifest.ts"
import { chance } from "../laws/markets.ts"

export const meta: SnapshotMeta = {
  kind: "imported",
  source: "a test",
  adjustment: "raw",
  dividend_source: "stated",
  currency: "USD",
  calendar: "nyse",
  periods_per_year: 252,
}

/** Random bars on NYSE sessions, with rows left out and cells that are not known. */
export function someBars(
  seed: number,
  tickers = ["AAA", "BBB", "CCC"],
  from = "2019-12-20",
  to = "2020-01-15",
): Bars {
  const next = chance(seed)
  const sessions = ExchangeCalendar.sessionsBetween(
    ExchangeCalendar.nyse,
    parseIsoDate(from)!,
    parseIsoDate(to)!,
  )
  const pairs = [...sessions].flatMap((session) => tickers.map((_, ticker) => ({ session, ticker })))
  const rows = pairs.filter(() => next() < 0.9)
  const column = (cell: () => number) => Float64Array.from(rows, cell)
  const price = () => (next() < 0.1 ? NaN : 100 * next() + 1 / 3)
  return {
    tickers,
    ticker: Int32Array.from(rows, ({ ticker }) => ticker),
    session: Int32Array.from(rows, ({ session }) => session),
    open: column(price),
    high: column(price),
    low: column(price),
    close: column(price),
    volume: column(() => Math.floor(next() * 1e9)),
    dividend: column(() => (next() < 0.1 ? next() : 0)),
    splitRatio: column(() => 1),
    adjClose: column(price),
  }
}
