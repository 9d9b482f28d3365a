import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** The reported turnover: what the decisions ask for, the first build included. */
export const meanTargetTurnover: BookMetric = {
  name: "mean_target_turnover",
  title: "mean turnover of target weights a session",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σ|w_t − w_prev| over all sessions, 0 where nothing fills; not halved, cash excluded",
  source: "definition",
  compute: ({ targetTurnover }) => mean(targetTurnover),
}
