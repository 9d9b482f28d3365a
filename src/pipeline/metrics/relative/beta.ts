import { slopeOf } from "../../../kernel/slopeOf.ts"
import { undefinedBecause } from "../Metric.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"

export const beta: RelativeMetric = {
  name: "beta",
  title: "beta to the benchmark",
  unit: "ratio",
  formula: "cov(r, b) / var(b)",
  source: "Sharpe (1964), Capital asset prices, Journal of Finance 19(3)",
  needs: 2,
  compute: ({ returns, benchmark }) => {
    const slope = slopeOf(benchmark, returns)
    return Number.isNaN(slope) ? undefinedBecause("the benchmark does not vary") : slope
  },
}
