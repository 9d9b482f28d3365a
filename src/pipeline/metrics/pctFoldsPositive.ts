import { sharePositiveOf } from "./foldStatistics.ts"
import type { ReturnMetric } from "./Metric.ts"
import { yearlySharpes } from "./yearlySharpes.ts"

/** Partial years count like whole ones. */
export const pctFoldsPositive: ReturnMetric = {
  name: "pct_folds_positive",
  title: "share of years with a positive Sharpe ratio",
  unit: "share",
  of: "returns",
  formula: "#(yearly Sharpe > 0) / #(calendar years that have one)",
  source: "definition",
  compute: (input) => sharePositiveOf(yearlySharpes(input), "year"),
}
