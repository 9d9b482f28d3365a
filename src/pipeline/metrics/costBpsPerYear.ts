import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** A sum over a year's sessions, not compounded. */
export const costBpsPerYear: BookMetric = {
  name: "cost_bps_per_year",
  title: "cost a year",
  unit: "bps of capital",
  of: "book",
  formula: "mean(cost)·10⁴·periods_per_year",
  source: "definition",
  compute: ({ cost, periodsPerYear }) => mean(cost) * 1e4 * periodsPerYear,
}
