import * as Series from "./Series.ts"

export interface DecisionFill {
  /** epoch day of the decision */
  readonly decision: number
  /** row of the first session on which one of its orders filled */
  readonly row: number
}

/**
 * When each decision of a book first filled; a decision that a newer one replaced before any fill is not there.
 *
 * @param book columns `decision` (epoch day of the decision that comes due on this session, else NaN) and `fill_event`
 *   (1 where any order fills, an order to stay at nothing included), as `execution/fills` makes them
 */
export function decisionFills(book: Series.Series): ReadonlyArray<DecisionFill> {
  const due = Series.column(book, "decision")
  const filled = Series.column(book, "fill_event")
  const fills: Array<DecisionFill> = []
  let pending = NaN
  for (let row = 0; row < due.length; row++) {
    if (!Number.isNaN(due[row]!)) pending = due[row]!
    if (Number.isNaN(pending) || filled[row] !== 1) continue
    fills.push({ decision: pending, row })
    pending = NaN
  }
  return fills
}
