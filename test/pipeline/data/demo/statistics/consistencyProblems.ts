import { nyse, sessionsBetween } from "../../../../../src/domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../../../../src/kernel/civilDate.ts"
import type { DemoMarket } from "../../../../../src/pipeline/data/demo/DemoMarket.ts"
import { columns } from "../../../../../src/pipeline/data/Bars.ts"
import { type TickerColumns, tickerColumns } from "./tickerColumns.ts"

const day = (iso: string): number => parseIsoDate(iso)!

/** What is wrong with a whole demo market as data (tests C); empty when nothing is. */
export function consistencyProblems({ bars }: DemoMarket): ReadonlyArray<string> {
  const { nyse: sessions, late, gone } = expectedSessions()
  return bars.tickers.flatMap((ticker) => {
    const own = tickerColumns(bars, ticker)
    const expected = ticker === "LATE" ? late : ticker === "GONE" ? gone : sessions
    return [
      ...valueProblems(own),
      ...(own.session.join() === expected.join() ? [] : ["its sessions are not those of its listing"]),
      ...adjustmentProblems(own),
      ...(ticker === "TECH" ? splitProblems(own) : []),
    ].map((problem) => `${ticker}: ${problem}`)
  })
}

/** GONE has no bar on the 14th and 13th session before its last. */
function expectedSessions() {
  const [first, last] = [day("2013-01-02"), day("2024-12-31")]
  const untilGone = [...sessionsBetween(nyse, first, day("2020-06-12"))]
  return {
    nyse: sessionsBetween(nyse, first, last),
    late: sessionsBetween(nyse, day("2019-06-03"), last),
    gone: untilGone.filter((_, i) => i !== untilGone.length - 15 && i !== untilGone.length - 14),
  }
}

function valueProblems(own: TickerColumns): ReadonlyArray<string> {
  const problems: Array<string> = []
  for (let row = 0; row < own.session.length; row++) {
    const [open, high, low, close] = [own.open[row]!, own.high[row]!, own.low[row]!, own.close[row]!]
    if (low > Math.min(open, close) || high < Math.max(open, close))
      problems.push(`bar ${row} breaks its range`)
    if (!Object.values(columns).every((name) => Number.isFinite(own[name][row]!)))
      problems.push(`row ${row} has a NaN`)
    if (!(low > 0 && own.adjClose[row]! > 0)) problems.push(`row ${row} has a price of 0 or less`)
    if (own.volume[row]! % 100 !== 0 || own.volume[row]! < 0) problems.push(`row ${row} has an odd volume`)
  }
  return problems
}

/** Adjusted closes once more, from what a reader of the file has. */
function adjustmentProblems({ close, dividend, splitRatio, adjClose }: TickerColumns): ReadonlyArray<string> {
  let [factor, worst] = [1, 0]
  for (let row = close.length - 1; row >= 0; row--) {
    worst = Math.max(worst, Math.abs(adjClose[row]! - close[row]! * factor))
    if (row > 0) factor *= (1 - dividend[row]! / close[row - 1]!) / splitRatio[row]!
  }
  return worst <= 1e-6 ? [] : [`adj_close is off by ${worst}`]
}

function splitProblems({ session, close, splitRatio, adjClose }: TickerColumns): ReadonlyArray<string> {
  const row = session.indexOf(day("2020-08-31"))
  const splits = splitRatio.filter((ratio) => ratio !== 1).length
  const raw = close[row]! / close[row - 1]! - 1
  const adjusted = adjClose[row]! / adjClose[row - 1]! - 1
  return splits === 1 && splitRatio[row] === 4 && Math.abs(adjusted) < 0.15 && Math.abs(raw + 0.75) < 0.04
    ? []
    : [`its split: ratio ${splitRatio[row]}, raw move ${raw}, adjusted move ${adjusted}`]
}
