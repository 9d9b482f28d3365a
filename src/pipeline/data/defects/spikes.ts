/** A price that leaps for one row and comes back. */
import { log } from "../../../kernel/log.ts"
import { resolution } from "../import/resolution.ts"
import type { Finding, SeriesKind } from "./Kind.ts"
import { length, type Series } from "./Series.ts"

/** How far the middle stands from both neighbours, to the nearer one: 0 unless it is above or below both. */
function excess(before: number, here: number, after: number): number {
  const [up, down] = [here / before, here / after]
  if (up > 1 && down > 1) return Math.min(up, down) - 1
  if (up < 1 && down < 1) return Math.max(up, down) - 1
  return 0
}

/** The neighbours agree on all but this share of the leap. */
const returned = 0.25

const isBack = (before: number, here: number, after: number): boolean =>
  Math.abs(log(after / before)) <= returned * Math.abs(log(here / before))

/** A leap that the next row takes back is no split, and nor is the way back. */
export const isSpike = (column: Float64Array, row: number): boolean =>
  excess(column[row - 1]!, column[row]!, column[row + 1]!) !== 0 &&
  isBack(column[row - 1]!, column[row]!, column[row + 1]!)

/** Neither end says whether it comes back. */
const inner = (series: Series): number => length(series) - 1

/** The close is left alone by its own bar: outside low and high by this much. */
const leastTick = 0.05

/** The close leaps and comes back where adj_close does not: it is the close that is off. */
function isCloseAlone({ close, adjClose }: Series, row: number): boolean {
  const leap = excess(close[row - 1]!, close[row]!, close[row + 1]!)
  const follows = adjClose[row]! / adjClose[row - 1]! - 1
  return Math.abs(leap) >= leastTick && isSpike(close, row) && Math.abs(follows) < 0.5 * Math.abs(leap)
}

export const badTick: SeriesKind = {
  kind: "bad_tick",
  what: "one open or close leaps and comes back while the rest of its bar does not; drop makes the cell unknown; repair puts what adj_close implies for a close",
  smallest: "5 % beyond the rest of the bar and both neighbours",
  default: "drop",
  allowed: ["refuse", "drop", "keep-and-flag", "repair"],
  find: (series) => [...ticksOf(series, "close"), ...ticksOf(series, "open")],
}

function ticksOf(series: Series, name: "open" | "close"): ReadonlyArray<Finding> {
  const column = series[name]
  const { close, high, low } = series
  const other = name === "close" ? series.open : close
  const found: Array<Finding> = []
  for (let row = 1; row < inner(series); row++) {
    const here = column[row]!
    const leap = excess(close[row - 1]!, here, close[row + 1]!)
    if (!(Math.abs(leap) >= leastTick)) continue
    // a leap that the bar's own high or low contains is a move of the day, not a slip of the pen
    const bound =
      leap > 0
        ? mostKnown(low[row]!, other[row]!, high[row]!)
        : leastKnown(high[row]!, other[row]!, low[row]!)
    if (Number.isNaN(bound) || Math.abs(here / bound - 1) < leastTick || here > bound !== leap > 0) continue
    const size = Math.min(Math.abs(leap), Math.abs(here / bound - 1))
    const meant = name === "close" ? impliedClose(series, row) : undefined
    found.push({
      from: row,
      to: row,
      size,
      detail: `${name} ${here} beside ${bound} in its own bar, ${close[row - 1]} before and ${close[row + 1]} after`,
      cells: [name],
      ...(meant === undefined ? {} : { repair: () => void (close[row] = meant) }),
    })
  }
  return found
}

/** Of those that are known; NaN when none is. */
const mostKnown = (...prices: ReadonlyArray<number>): number =>
  prices.reduce((x, y) => (x >= y || Number.isNaN(y) ? x : y), NaN)
const leastKnown = (...prices: ReadonlyArray<number>): number =>
  prices.reduce((x, y) => (x <= y || Number.isNaN(y) ? x : y), NaN)

/** What adj_close says that the close was, where the factor is the same on both sides. */
function impliedClose({ close, adjClose }: Series, row: number): number | undefined {
  const before = adjClose[row - 1]! / close[row - 1]!
  const after = adjClose[row + 1]! / close[row + 1]!
  if (!(Math.abs(before / after - 1) < 1e-4)) return undefined
  const meant = adjClose[row]! / before
  return Math.abs(excess(close[row - 1]!, meant, close[row + 1]!)) < leastTick ? meant : undefined
}

const leastAdjusted = 0.01

/** By how much rounding alone may move the ratio of the two prices of a row, relative. */
function roundingOf(close: Float64Array, adjClose: Float64Array): (row: number) => number {
  const [ofClose, ofAdjusted] = [resolution(close), resolution(adjClose)]
  return (row) =>
    ofClose.absolute / close[row]! +
    ofClose.relative +
    ofAdjusted.absolute / adjClose[row]! +
    ofAdjusted.relative
}

export const adjCloseSpike: SeriesKind = {
  kind: "adj_close_spike",
  what: "adj_close leaps for one row against the close, and comes back; drop makes the cell unknown",
  smallest: "1 % of the price, and twice the rounding of prices",
  default: "drop",
  allowed: ["refuse", "drop", "keep-and-flag", "repair"],
  find: (series) => {
    const { close, adjClose, high, low } = series
    const found: Array<Finding> = []
    const noise = roundingOf(close, adjClose)
    for (let row = 1; row < close.length - 1; row++) {
      const [before, here, after] = [row - 1, row, row + 1].map((at) => adjClose[at]! / close[at]!) as [
        number,
        number,
        number,
      ]
      const leap = excess(before, here, after)
      // 1 % of a price that is 1 % too high is a little less than 1 %
      if (!(Math.abs(leap) >= leastAdjusted * 0.98) || !isBack(before, here, after)) continue
      if (Math.abs(leap) < 2 * (noise(row) + Math.max(noise(row - 1), noise(row + 1)))) continue
      if (isCloseOutside(close[row]!, high[row]!, low[row]!) || isCloseAlone(series, row)) continue
      const isPlain = Math.abs(before / after - 1) < 1e-4
      found.push({
        from: row,
        to: row,
        size: Math.abs(leap),
        detail: `adj_close ${adjClose[row]} is ${(leap * 100).toFixed(2)} % off beside a close of ${close[row]}`,
        cells: ["adjClose"],
        ...(isPlain ? { repair: () => void (adjClose[row] = close[row]! * before) } : {}),
      })
    }
    return found
  },
}

const isCloseOutside = (close: number, high: number, low: number): boolean =>
  close > high * (1 + 1e-6) || close < low * (1 - 1e-6)

/** Doubled or halved, to the nearer neighbour; less is a true close of a volatility index now and then. */
const leastSpike = 2

/** Of all prices of a bar: vendors have halved whole bars for a day, on days on which the market moved. */
const leastWhole = 1.6

/** By what the price of a bar that is nearest to both neighbours' closes leaps, as a factor above 1; 1 where it is not known. */
function wholeLeap({ close, high, low }: Series, row: number): number {
  const [before, here, after] = [close[row - 1]!, close[row]!, close[row + 1]!]
  const factor = here > before ? low[row]! / Math.max(before, after) : Math.min(before, after) / high[row]!
  return Number.isNaN(factor) ? 1 : factor
}

export const priceSpike: SeriesKind = {
  kind: "price_spike",
  what: "a whole bar, or a close with nothing beside it, leaps and comes back the next row to within a quarter of the leap",
  smallest:
    "× 1.65 or ÷ 1.65 of a whole bar, 2.05 of a close alone, and 12 times the usual daily move; 6 % beside an adj_close that does not leap",
  default: "keep-and-flag",
  allowed: ["refuse", "drop", "keep-and-flag"],
  find: (series) => {
    const { close } = series
    const found: Array<Finding> = []
    for (let row = 1; row < inner(series); row++) {
      const factor = 1 + excess(close[row - 1]!, close[row]!, close[row + 1]!)
      const isAlone = isCloseAlone(series, row)
      const isFar = factor >= leastSpike || factor <= 1 / leastSpike || wholeLeap(series, row) >= leastWhole
      if (!isAlone && !isFar) continue
      if (!isBack(close[row - 1]!, close[row]!, close[row + 1]!)) continue
      if (!isAlone && Math.abs(log(factor)) < 12 * usualMove(close, row)) continue
      found.push({
        from: row,
        to: row,
        size: factor,
        detail: `close ${close[row]} between ${close[row - 1]} and ${close[row + 1]}`,
      })
    }
    return found
  },
}

const around = 20

/** Median of the daily moves of up to 20 rows on each side, in logs. */
function usualMove(close: Float64Array, row: number): number {
  const moves: Array<number> = []
  for (let at = Math.max(1, row - around); at < Math.min(close.length, row + around); at++) {
    const move = Math.abs(log(close[at]! / close[at - 1]!))
    if (!Number.isNaN(move)) moves.push(move)
  }
  moves.sort((left, right) => left - right)
  return moves[moves.length >> 1] ?? 0
}
