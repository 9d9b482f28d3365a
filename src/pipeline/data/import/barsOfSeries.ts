import type { Bars } from "../Bars.ts"
import { length, type Series } from "../defects/Series.ts"

/** Rows by session, then ticker; the series come by name. Dividends and splits that are not known are none. */
export function barsOfSeries(all: ReadonlyArray<Series>): Bars {
  const count = all.reduce((sum, series) => sum + length(series), 0)
  const place = placesOf(all)
  const bars: Bars = {
    tickers: all.map(({ asset }) => asset),
    ticker: new Int32Array(count),
    session: new Int32Array(count),
    open: scatter(all, place, (series) => series.open),
    high: scatter(all, place, (series) => series.high),
    low: scatter(all, place, (series) => series.low),
    close: scatter(all, place, (series) => series.close),
    volume: scatter(all, place, (series) => series.volume),
    dividend: scatter(all, place, (series) => series.dividend),
    splitRatio: scatter(all, place, (series) => series.splitRatio),
    adjClose: scatter(all, place, (series) => series.adjClose),
  }
  for (const [ticker, { session }] of all.entries()) {
    for (let row = 0; row < session.length; row++) {
      bars.ticker[place[ticker]![row]!] = ticker
      bars.session[place[ticker]![row]!] = session[row]!
    }
  }
  return bars
}

function scatter(
  all: ReadonlyArray<Series>,
  place: ReadonlyArray<Int32Array>,
  columnOf: (series: Series) => Float64Array,
): Float64Array {
  const into = new Float64Array(place.reduce((sum, { length: rows }) => sum + rows, 0))
  for (const [i, series] of all.entries()) {
    const [column, at] = [columnOf(series), place[i]!]
    for (let row = 0; row < column.length; row++) into[at[row]!] = column[row]!
  }
  return into
}

/** Where each row of each series comes to stand: sessions are counted, so nothing is compared. */
function placesOf(all: ReadonlyArray<Series>): ReadonlyArray<Int32Array> {
  let [first, last] = [Infinity, -Infinity]
  for (const { session } of all) {
    first = Math.min(first, session[0]!)
    last = Math.max(last, session.at(-1)!)
  }
  const next = new Int32Array(last - first + 2)
  for (const { session } of all) for (const day of session) next[day - first + 1]!++
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!
  return all.map(({ session }) => session.map((day) => next[day - first]!++))
}
