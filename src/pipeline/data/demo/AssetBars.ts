/** The bars of one ticker while they are made: one entry a session of its own listing, as published (rounded). */
export interface AssetBars {
  readonly ticker: string
  /** epoch days of its bars, ascending */
  readonly session: Array<number>
  readonly open: Array<number>
  readonly high: Array<number>
  readonly low: Array<number>
  readonly close: Array<number>
  readonly volume: Array<number>
  readonly dividend: Array<number>
  readonly splitRatio: Array<number>
}

export interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly dividend: number
  readonly splitRatio: number
}

export const emptyBars = (ticker: string): AssetBars => ({
  ticker,
  session: [],
  open: [],
  high: [],
  low: [],
  close: [],
  volume: [],
  dividend: [],
  splitRatio: [],
})

/** Appends a bar whose high and low are widened to hold open and close. */
export function push(bars: AssetBars, session: number, bar: Bar): void {
  bars.session.push(session)
  bars.open.push(bar.open)
  bars.high.push(Math.max(bar.high, bar.open, bar.close))
  bars.low.push(Math.min(bar.low, bar.open, bar.close))
  bars.close.push(bar.close)
  bars.volume.push(bar.volume)
  bars.dividend.push(bar.dividend)
  bars.splitRatio.push(bar.splitRatio)
}

/** Prices and dividends are published with four decimals. */
export const toPrice = (x: number): number => Math.round(x * 1e4) / 1e4

/** Back-adjusted closes, six decimals, from the published columns alone; the last bar is its own. */
export function adjustedCloses(bars: AssetBars): Float64Array {
  const out = new Float64Array(bars.close.length)
  let factor = 1
  for (let row = out.length - 1; row >= 0; row--) {
    out[row] = Math.round(bars.close[row]! * factor * 1e6) / 1e6
    if (row > 0) factor = (factor * (1 - bars.dividend[row]! / bars.close[row - 1]!)) / bars.splitRatio[row]!
  }
  return out
}
