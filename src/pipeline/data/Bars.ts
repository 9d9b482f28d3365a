/**
 * Daily bars in long form, as a snapshot holds them: one row a ticker and session, in columns.
 *
 * Rows are sorted by session, then by ticker; a pair occurs once. Prices are as traded. NaN = not known
 * (a bar without an open, a source of closes only).
 */
export interface Bars {
  /** distinct names, sorted by code unit; `ticker` points into it */
  readonly tickers: ReadonlyArray<string>
  readonly ticker: Int32Array
  /** epoch days */
  readonly session: Int32Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** shares */
  readonly volume: Float64Array
  /** USD a share before that day's split, on the ex-date; 0 = none */
  readonly dividend: Float64Array
  /** new shares per old; 1 = none */
  readonly splitRatio: Float64Array
  /** back-adjusted close of the source; a check, never the source of returns */
  readonly adjClose: Float64Array
}

/** The numeric columns, by the name that files use. */
export const columns = {
  open: "open",
  high: "high",
  low: "low",
  close: "close",
  volume: "volume",
  dividend: "dividend",
  split_ratio: "splitRatio",
  adj_close: "adjClose",
} as const satisfies Record<string, keyof Bars>

export type ColumnName = keyof typeof columns

export const rows = (bars: Bars): number => bars.session.length
