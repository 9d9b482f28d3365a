import { worstOf } from "./foldStatistics.ts"
import type { ReturnMetric } from "./Metric.ts"
import { yearlySharpes } from "./yearlySharpes.ts"

/** Partial years count like whole ones. */
export const worstFoldSharpe: ReturnMetric = {
  name: "worst_fold_sharpe",
  title: "lowest yearly Sharpe ratio",
  unit: "ratio",
  of: "returns",
  formula: "min of the Sharpe ratios of the calendar years that have one",
  source: "definition",
  compute: (input) => worstOf(yearlySharpes(input), "year"),
}
