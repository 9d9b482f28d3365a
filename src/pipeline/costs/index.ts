import { CostComponents } from "./components.ts"
import { NetReturns } from "./netReturns.ts"
import { CostSummary } from "./summary.ts"

export { classPresets } from "./classPresets.ts"
export type { CostSummary as CostSummaryDocument } from "./CostSummary.ts"
export { CostComponents, CostSummary, NetReturns }

export const catalogue = [CostComponents, NetReturns, CostSummary] as const
