import { deepestDrawdown } from "../../kernel/deepestDrawdown.ts"
import type { ReturnMetric } from "./Metric.ts"

/** 0 when the equity never falls; the start counts as a peak. */
export const maxDrawdown: ReturnMetric = {
  name: "max_drawdown",
  title: "maximum drawdown",
  unit: "fraction",
  of: "returns",
  formula: "min(equity / peak − 1), peak = highest equity so far, the 1 at the start included",
  source: "definition",
  compute: ({ equity }) => deepestDrawdown(equity).depth,
}
