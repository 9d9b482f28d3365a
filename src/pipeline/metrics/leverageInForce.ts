import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { decisionFills } from "../../domain/decisionFills.ts"

/**
 * The leverage in force at each session's close: that of the latest decision of which an order has filled.
 *
 * @param leverage column `leverage`, read at the rows of decisions; undefined: no volatility target, so 1 throughout
 * @returns shape (rows of the book); 1 before the first fill
 */
export function leverageInForce(book: Series.Series, leverage: Series.Series | undefined): Float64Array {
  const out = new Float64Array(book.calendar.sessions.length).fill(1)
  if (leverage === undefined) return out
  const decided = Series.column(leverage, "leverage")
  for (const { decision, row } of decisionFills(book)) {
    const value = decided[Calendar.rowOf(leverage.calendar, decision)]
    if (value !== undefined && !Number.isNaN(value)) out.fill(value, row)
  }
  return out
}
