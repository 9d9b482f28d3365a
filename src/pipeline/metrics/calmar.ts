import { deepestDrawdown } from "../../kernel/deepestDrawdown.ts"
import { cagr } from "./cagr.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

export const calmar: ReturnMetric = {
  name: "calmar",
  title: "Calmar ratio",
  unit: "ratio",
  of: "returns",
  formula: "cagr / |max_drawdown|, over the whole period",
  source: "Young (1991), Calmar ratio: a smoother tool, Futures 20(1)",
  compute: (input) => {
    const growth = cagr.compute(input)
    if (typeof growth !== "number") return growth
    const { depth, trough } = deepestDrawdown(input.equity)
    return trough < 0 ? undefinedBecause("the equity never falls below its peak") : growth / Math.abs(depth)
  },
}
