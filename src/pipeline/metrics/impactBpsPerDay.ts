import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** What the trade's own size costs. */
export const impactBpsPerDay: BookMetric = {
  name: "impact_bps_per_day",
  title: "impact cost a session",
  unit: "bps of capital",
  of: "book",
  formula: "mean(impact)·10⁴",
  source: "definition",
  compute: ({ impact }) => mean(impact) * 1e4,
}
