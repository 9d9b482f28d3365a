import { sum } from "../../kernel/sum.ts"
import { type BookMetric, undefinedBecause } from "./Metric.ts"

/** One unit: the whole capital traded once. */
export const costBpsPerTradedTurnover: BookMetric = {
  name: "cost_bps_per_traded_turnover",
  title: "cost for each unit of turnover traded",
  unit: "bps of capital",
  of: "book",
  formula: "Σcost / Σtraded turnover·10⁴",
  source: "definition",
  compute: ({ cost, tradedTurnover }) => {
    const turnover = sum(tradedTurnover)
    return turnover > 0 ? (sum(cost) / turnover) * 1e4 : undefinedBecause("there is no turnover")
  },
}
