import { quantile } from "../../kernel/quantile.ts"
import { isTie } from "../../kernel/ties.ts"
import type { ReturnMetric } from "./Metric.ts"

export const conditionalValueAtRisk: ReturnMetric = {
  name: "cvar_95",
  title: "conditional value at risk, 95 %",
  unit: "fraction",
  of: "returns",
  formula: "mean of r ≤ var_95 (a tie counts: rounding dust of prices moves no day in or out of the tail)",
  source: "Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3)",
  compute: ({ returns }) => meanUpTo(returns, quantile(returns, 0.05)),
}

function meanUpTo(returns: Float64Array, bound: number): number {
  let sum = 0
  let count = 0
  for (let t = 0; t < returns.length; t++) {
    if (returns[t]! > bound && !isTie(returns[t]!, bound)) continue
    sum += returns[t]!
    count++
  }
  return sum / count
}
