/** The rows of one asset in order of session, as columns of their own. Cells that are not known are NaN. */
import type { ImportRows } from "../import/ImportRows.ts"

export interface Series {
  readonly asset: string
  readonly session: Int32Array
  /** index of each row in the rows as they came */
  readonly source: Int32Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly dividend: Float64Array
  readonly splitRatio: Float64Array
  readonly adjClose: Float64Array
}

export const length = (series: Series): number => series.session.length

/** One series a ticker that has rows, by name; `taken` marks the rows that count. */
export function seriesOf(rows: ImportRows, taken: Uint8Array): ReadonlyArray<Series> {
  const starts = new Int32Array(rows.tickers.length + 1)
  for (let at = 0; at < taken.length; at++) if (taken[at] === 1) starts[rows.ticker[at]! + 1]!++
  for (let i = 0; i < rows.tickers.length; i++) starts[i + 1]! += starts[i]!
  const order = new Int32Array(starts[rows.tickers.length]!)
  const place = starts.slice()
  for (let at = 0; at < taken.length; at++) if (taken[at] === 1) order[place[rows.ticker[at]!]!++] = at
  return rows.tickers
    .map((asset, i) => ({ asset, source: order.subarray(starts[i], starts[i + 1]) }))
    .filter(({ source }) => source.length > 0)
    .sort((left, right) => (left.asset < right.asset ? -1 : 1))
    .map(({ asset, source }) => seriesAt(rows, asset, inOrder(source, rows.session)))
}

/** Rows of one day keep the order in which they came. */
function inOrder(source: Int32Array, session: Int32Array): Int32Array {
  for (let i = 1; i < source.length; i++) {
    if (session[source[i]!]! < session[source[i - 1]!]!)
      return source.sort((left, right) => session[left]! - session[right]! || left - right)
  }
  return source
}

function seriesAt(rows: ImportRows, asset: string, source: Int32Array): Series {
  const gather = (from: Float64Array): Float64Array => {
    const into = new Float64Array(source.length)
    for (let i = 0; i < source.length; i++) into[i] = from[source[i]!]!
    return into
  }
  const session = new Int32Array(source.length)
  for (let i = 0; i < source.length; i++) session[i] = rows.session[source[i]!]!
  const { open, high, low, close, volume, dividend, split_ratio, adj_close } = rows.columns
  return {
    asset,
    session,
    source,
    open: gather(open),
    high: gather(high),
    low: gather(low),
    close: gather(close),
    volume: gather(volume),
    dividend: gather(dividend),
    splitRatio: gather(split_ratio),
    adjClose: gather(adj_close),
  }
}

/** Without the rows that are marked 1, in the same memory. */
export function without(series: Series, dropped: Uint8Array): Series {
  let count = 0
  for (let i = 0; i < dropped.length; i++) {
    if (dropped[i] === 1) continue
    for (const column of columnsOf(series)) column[count] = column[i]!
    count++
  }
  return {
    asset: series.asset,
    session: series.session.subarray(0, count),
    source: series.source.subarray(0, count),
    open: series.open.subarray(0, count),
    high: series.high.subarray(0, count),
    low: series.low.subarray(0, count),
    close: series.close.subarray(0, count),
    volume: series.volume.subarray(0, count),
    dividend: series.dividend.subarray(0, count),
    splitRatio: series.splitRatio.subarray(0, count),
    adjClose: series.adjClose.subarray(0, count),
  }
}

const columnsOf = (series: Series): ReadonlyArray<Int32Array | Float64Array> => [
  series.session,
  series.source,
  series.open,
  series.high,
  series.low,
  series.close,
  series.volume,
  series.dividend,
  series.splitRatio,
  series.adjClose,
]
