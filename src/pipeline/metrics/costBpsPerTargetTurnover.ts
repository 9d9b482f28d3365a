import { sum } from "../../kernel/sum.ts"
import { type BookMetric, undefinedBecause } from "./Metric.ts"

/** One unit: targets that move by the whole capital once. */
export const costBpsPerTargetTurnover: BookMetric = {
  name: "cost_bps_per_target_turnover",
  title: "cost for each unit of target turnover",
  unit: "bps of capital",
  of: "book",
  formula: "Σcost / Σtarget turnover·10⁴",
  source: "definition",
  compute: ({ cost, targetTurnover }) => {
    const turnover = sum(targetTurnover)
    return turnover > 0 ? (sum(cost) / turnover) * 1e4 : undefinedBecause("there is no turnover")
  },
}
