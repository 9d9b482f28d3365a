import { quantile } from "../../kernel/quantile.ts"
import type { ReturnMetric } from "./Metric.ts"

export const conditionalValueAtRisk: ReturnMetric = {
  name: "cvar_95",
  title: "conditional value at risk, 95 %",
  unit: "fraction",
  of: "returns",
  formula: "mean of r ≤ var_95",
  source: "Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3)",
  compute: ({ returns }) => meanUpTo(returns, quantile(returns, 0.05)),
}

function meanUpTo(returns: Float64Array, bound: number): number {
  let sum = 0
  let count = 0
  for (let t = 0; t < returns.length; t++) {
    if (returns[t]! > bound) continue
    sum += returns[t]!
    count++
  }
  return sum / count
}
