/** Makes target weights. Only `pipeline/allocation` may import this file; an import rule guards it. */
import type { Panel } from "./Panel.ts"
import type { TargetWeights } from "./Weights.ts"

export const mintTargetWeights = (panel: Panel): TargetWeights => panel as TargetWeights
