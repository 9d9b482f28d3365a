/** What attribution offers: the steps from intent to net return, by session, asset and side, and linked over time. */
import { AttributionByAsset } from "./byAsset.ts"
import { AttributionDaily } from "./daily.ts"
import { AttributionSummary } from "./summary.ts"

export { AttributionByAsset, AttributionDaily, AttributionSummary }

export const catalogue = [AttributionDaily, AttributionByAsset, AttributionSummary] as const
