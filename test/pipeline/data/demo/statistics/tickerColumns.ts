import type { Bars } from "../../../../../src/pipeline/data/Bars.ts"

/** The bars of one ticker, in order of its sessions. */
export interface TickerColumns {
  readonly session: Int32Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly dividend: Float64Array
  readonly splitRatio: Float64Array
  readonly adjClose: Float64Array
}

export function tickerColumns(bars: Bars, ticker: string): TickerColumns {
  const index = bars.tickers.indexOf(ticker)
  const rows = Array.from(bars.ticker.keys()).filter((row) => bars.ticker[row] === index)
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!)
  return {
    session: Int32Array.from(rows, (row) => bars.session[row]!),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
    volume: pick(bars.volume),
    dividend: pick(bars.dividend),
    splitRatio: pick(bars.splitRatio),
    adjClose: pick(bars.adjClose),
  }
}

/** Simple returns of adjusted closes; entry t is from bar t to bar t + 1. */
export const returnsOf = (levels: Float64Array): Float64Array =>
  Float64Array.from({ length: levels.length - 1 }, (_, t) => levels[t + 1]! / levels[t]! - 1)
