import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** The flat charge on what trades. */
export const slippageBpsPerDay: BookMetric = {
  name: "slippage_bps_per_day",
  title: "slippage cost a session",
  unit: "bps of capital",
  of: "book",
  formula: "mean(slippage)·10⁴",
  source: "definition",
  compute: ({ slippage }) => mean(slippage) * 1e4,
}
