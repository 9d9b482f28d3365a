/** What a market says by its bars alone: who is listed, and what a holding earns. */
import type { Bar } from "../oracle/types.ts"
import type { RandomMarket } from "../dags/randomMarket.ts"

/** 1 bar, 0 listed without one, −1 the session on which the listing ends, NaN not listed. */
export function listingOf(market: RandomMarket, asset: string, delistAfter: number): ReadonlyArray<number> {
  const ends = market.delisted[asset] ?? "9999-12-31"
  let missed = NaN // sessions without a bar in a row; NaN: not listed
  return market.sessions.map((session, t) => {
    const isOver = t > 0 && market.sessions[t - 1]! < ends && ends <= session
    if (market.bars[asset]![t] !== null && !isOver) {
      missed = 0
      return 1
    }
    missed++
    if (Number.isNaN(missed)) return NaN
    if (!isOver && missed < delistAfter) return 0
    missed = NaN
    return -1
  })
}

/** Growth of a holding over a session: up to the fill price, and from it to the close. */
export interface Passage {
  readonly toFill: number
  readonly toClose: number
  /** whether there is a price to trade at */
  readonly trades: boolean
}

/** Of a holding of one asset, session by session: a price that is missing is the last one. */
export function passagesOf(
  bars: ReadonlyArray<Bar | null>,
  listing: ReadonlyArray<number>,
  price: (bar: Bar) => number,
): ReadonlyArray<Passage> {
  let last = NaN
  return bars.map((bar, t) => {
    if (listing[t] !== 1 || bar === null) {
      if (listing[t] !== 0) last = NaN
      return { toFill: 1, toClose: 1, trades: false }
    }
    const before = Number.isNaN(last) ? NaN : (last - bar.dividend) / bar.splitRatio
    const [paid, whole] = [price(bar), Number.isNaN(before) ? 1 : bar.close / before]
    last = bar.close
    if (Number.isNaN(paid)) return { toFill: 1, toClose: whole, trades: false }
    return { toFill: Number.isNaN(before) ? 1 : paid / before, toClose: bar.close / paid, trades: true }
  })
}
