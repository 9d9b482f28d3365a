import { mean } from "../../kernel/mean.ts"
import { type BookMetric, undefinedBecause } from "./Metric.ts"

/** With `turnover_basis: target`, trading away drift is free of cost; this is the figure beside it that is not. */
export const costBpsPerDayOnTradedBasis: BookMetric = {
  name: "cost_bps_per_day_on_traded_basis",
  title: "cost a session if traded turnover paid",
  unit: "bps of capital",
  of: "book",
  formula: "mean(cost with turnover_basis traded)·10⁴",
  source: "definition",
  compute: ({ costOnTradedBasis }) =>
    costOnTradedBasis === undefined
      ? undefinedBecause("costs on the traded basis were not asked for")
      : mean(costOnTradedBasis) * 1e4,
}
