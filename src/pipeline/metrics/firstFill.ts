import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { decisionFills } from "../../domain/decisionFills.ts"

/** Row of the first fill of the first decision that had an eligible asset and filled, or why there is none. */
export function firstFill(eligible: Series.Series, book: Series.Series): number | string {
  const counts = Series.column(eligible, "eligible")
  if (!counts.some((count) => count > 0)) return "no decision had an eligible asset"
  const fill = decisionFills(book).find(({ decision }) => {
    const row = Calendar.rowOf(eligible.calendar, decision)
    return row >= 0 && counts[row]! > 0
  })
  return fill?.row ?? "no order of a decision with an eligible asset has filled"
}
