/** Columns of prices per share, volume in shares, and dividends per share; shape (rows) each. */
export interface PerShare {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly dividend: Float64Array
}

/**
 * Turns one asset's split-adjusted rows back to as traded, in place: prices × the product of all later splits, volume
 * divided by it. A dividend of the day of a split is per share before that split, so that day's own split counts too.
 *
 * @param at the asset's rows in order of session
 * @param splitOf new shares per old on that row, 1 = none
 */
export function toAsTraded(columns: PerShare, at: Int32Array, splitOf: (row: number) => number): void {
  let factor = 1
  for (let i = at.length - 1; i >= 0; i--) {
    const row = at[i]!
    const split = splitOf(row)
    if (factor !== 1) {
      for (const prices of [columns.open, columns.high, columns.low, columns.close]) prices[row]! *= factor
      columns.volume[row]! /= factor
    }
    factor *= split
    if (factor !== 1) columns.dividend[row]! *= factor
  }
}
