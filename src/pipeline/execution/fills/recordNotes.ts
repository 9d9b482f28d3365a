import type { Panel } from "../../../domain/Panel.ts"
import type { Series } from "../../../domain/Series.ts"
import type { FillNotes, Orders } from "./OrderRecord.ts"

export function recordNotes(
  _orders: Orders,
  _listing: Panel,
  _drifted: Panel,
  _book: Series,
  _optimistic: boolean,
): FillNotes {
  throw new Error("not yet")
}
