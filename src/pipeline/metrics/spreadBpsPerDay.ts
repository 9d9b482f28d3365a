import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** Half the quoted spread on what trades. */
export const spreadBpsPerDay: BookMetric = {
  name: "spread_bps_per_day",
  title: "spread cost a session",
  unit: "bps of capital",
  of: "book",
  formula: "mean(spread)·10⁴",
  source: "definition",
  compute: ({ spread }) => mean(spread) * 1e4,
}
