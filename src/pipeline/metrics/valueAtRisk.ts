import { quantile } from "../../kernel/quantile.ts"
import type { ReturnMetric } from "./Metric.ts"

/** A return, so a loss is negative; of the history itself, no distribution is assumed. */
export const valueAtRisk: ReturnMetric = {
  name: "var_95",
  title: "value at risk, 95 %",
  unit: "fraction",
  of: "returns",
  formula: "5 % quantile of r, linear between order statistics",
  source: "Jorion (2006), Value at Risk, 3rd ed., ch. 5; quantile type 7 of Hyndman and Fan (1996)",
  compute: ({ returns }) => quantile(returns, 0.05),
}
