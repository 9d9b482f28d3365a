import { mean } from "../../kernel/mean.ts"
import type { BookMetric } from "./Metric.ts"

/** A leverage is in force from the first fill of the decision that set it. */
export const meanLeverage: BookMetric = {
  name: "mean_leverage",
  title: "mean leverage",
  unit: "ratio",
  of: "book",
  formula: "mean of the volatility target's L in force at the close; 1 without a target",
  source: "definition",
  compute: ({ leverage }) => mean(leverage),
}
