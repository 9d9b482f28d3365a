import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** Of capital at the session's start, so that it is what lies between gross and net return. */
export const costBpsPerDay: BookMetric = {
  name: "cost_bps_per_day",
  title: "cost a session",
  unit: "bps of capital",
  of: "book",
  formula: "mean(cost)·10⁴",
  source: "definition",
  compute: ({ cost }) => mean(cost) * 1e4,
}
