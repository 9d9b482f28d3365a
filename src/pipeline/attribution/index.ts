/** What attribution offers: the steps from intent to net return, by session, asset and side, and linked over time. */
import { AttributionByAsset } from "./byAsset.ts"
import { AttributionByRebalance } from "./byRebalance.ts"
import { AttributionDaily } from "./daily.ts"
import { AttributionSummary } from "./summary.ts"

export { AttributionByAsset, AttributionByRebalance, AttributionDaily, AttributionSummary }

export type { Contributions } from "./byRebalance.ts"

export const catalogue = [
  AttributionDaily,
  AttributionByAsset,
  AttributionSummary,
  AttributionByRebalance,
] as const
