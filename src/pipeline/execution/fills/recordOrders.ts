import type { Panel } from "../../../domain/Panel.ts"
import type { Series } from "../../../domain/Series.ts"
import type { Orders } from "./OrderRecord.ts"

export interface RecordInputs {
  readonly targets: Panel
  readonly listing: Panel
  readonly afterFill: Panel
  readonly drifted: Panel
  readonly book: Series
}

export function recordOrders(_inputs: RecordInputs): Orders {
  throw new Error("not yet")
}
