import { stabilityOf } from "./foldStatistics.ts"
import type { ReturnMetric } from "./Metric.ts"
import { yearlySharpes } from "./yearlySharpes.ts"

/** How steady the Sharpe ratio is from year to year. */
export const stabilityRatio: ReturnMetric = {
  name: "stability_ratio",
  title: "stability of the yearly Sharpe ratio",
  unit: "ratio",
  of: "returns",
  formula: "mean / std (ddof 1) of the Sharpe ratios of the calendar years that have one",
  source: "definition",
  compute: (input) => stabilityOf(yearlySharpes(input), "year"),
}
