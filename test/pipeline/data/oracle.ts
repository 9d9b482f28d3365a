/** Listings and returns of one asset again, from gaps between bars rather than session by session. */
import { parseIsoDate } from "../../../src/kernel/civilDate.ts"

export interface Span {
  /** rows of the bars of one listing */
  readonly bars: ReadonlyArray<number>
  /** the delisting row, or the number of rows */
  readonly end: number
}

/** Listings as spans. A bar on the first session on or after `delisted` does not count. */
export function spansOf(
  close: ReadonlyArray<number>,
  sessions: ReadonlyArray<number>,
  delisted: string | null,
  delistAfter: number,
): ReadonlyArray<Span> {
  const day = delisted === null ? Infinity : parseIsoDate(delisted)!
  const onOrAfter = sessions.findIndex((session) => session >= day)
  const dated = onOrAfter <= 0 ? Infinity : onOrAfter // history that starts later knows nothing of it
  const bars = close.flatMap((price, row) => (Number.isNaN(price) || row === dated ? [] : [row]))
  const spans: Array<{ bars: Array<number>; end: number }> = []
  bars.forEach((row) => {
    const open = spans[spans.length - 1]
    if (open !== undefined && row <= open.end) open.bars.push(row)
    else spans.push({ bars: [row], end: close.length })
    const current = spans[spans.length - 1]!
    const silent = row + delistAfter
    current.end = Math.min(close.length, silent, dated > row ? dated : Infinity)
  })
  return spans
}

export function statesOf(spans: ReadonlyArray<Span>, rows: number): ReadonlyArray<number> {
  return Array.from({ length: rows }, (_, row) => {
    const span = spans.find(({ bars, end }) => row >= bars[0]! && row <= end)
    if (span === undefined) return NaN
    if (row === span.end) return -1
    return span.bars.includes(row) ? 1 : 0
  })
}

/**
 * The whole move between two bars, by an account: one share, each dividend in between paid per share that is then held
 * and, as the semantics have it, taken off the price that was paid.
 */
export function wholeMove(
  close: ReadonlyArray<number>,
  dividend: ReadonlyArray<number>,
  split: ReadonlyArray<number>,
  from: number,
  to: number,
  price = close[to]!,
): number {
  let shares = 1
  let paid = 0
  for (let row = from + 1; row <= to; row++) {
    paid += shares * (Number.isNaN(dividend[row]!) ? 0 : dividend[row]!)
    shares *= Number.isNaN(split[row]!) ? 1 : split[row]!
  }
  return (price * shares) / (close[from]! - paid) - 1
}
