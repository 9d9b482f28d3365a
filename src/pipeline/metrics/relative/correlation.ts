import { correlationOf } from "../../../kernel/slopeOf.ts"
import { undefinedBecause } from "../Metric.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"

export const correlation: RelativeMetric = {
  name: "correlation",
  title: "correlation with the benchmark",
  unit: "ratio",
  formula: "cov(r, b) / (std(r) · std(b))",
  source: "Pearson (1895), Proceedings of the Royal Society 58",
  needs: 2,
  compute: ({ returns, benchmark }) => {
    const value = correlationOf(benchmark, returns)
    return Number.isNaN(value) ? undefinedBecause("one of the two does not vary") : value
  },
}
