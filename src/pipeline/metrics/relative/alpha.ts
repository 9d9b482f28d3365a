import { mean } from "../../../kernel/mean.ts"
import { beta } from "./beta.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"

/** What the study earned beyond its beta, added up over a year, not compounded. */
export const alpha: RelativeMetric = {
  name: "alpha",
  title: "alpha a year",
  unit: "fraction a year",
  formula: "(mean(r − rf) − beta · mean(b − rf)) · periods_per_year",
  source: "Jensen (1968), The performance of mutual funds, Journal of Finance 23(2)",
  needs: 2,
  compute: (input) => {
    const slope = beta.compute(input)
    if (typeof slope !== "number") return slope
    const { returns, benchmark, riskFree, periodsPerYear } = input
    return (mean(returns) - riskFree - slope * (mean(benchmark) - riskFree)) * periodsPerYear
  },
}
