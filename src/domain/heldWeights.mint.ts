/** Makes held weights. Only `pipeline/execution/fills` may import this file; an import rule guards it. */
import type { Panel } from "./Panel.ts"
import type { HeldWeights } from "./Weights.ts"

export const mintHeldWeights = (panel: Panel): HeldWeights => panel as HeldWeights
