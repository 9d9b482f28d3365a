import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** What is traded: against the weights that have drifted until the fill. */
export const meanTradedTurnover: BookMetric = {
  name: "mean_traded_turnover",
  title: "mean turnover traded a session",
  unit: "multiple of capital",
  of: "book",
  formula: "mean of Σ|w_t − h'_t| over all sessions, 0 where nothing fills; not halved, cash excluded",
  source: "definition",
  compute: ({ tradedTurnover }) => mean(tradedTurnover),
}
