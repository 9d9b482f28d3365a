import { downsideDeviation } from "../../kernel/downsideDeviation.ts"
import { mean } from "../../kernel/mean.ts"
import { isFlat } from "../../kernel/sampleDeviation.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

export const sortino: ReturnMetric = {
  name: "sortino",
  title: "Sortino ratio",
  unit: "ratio",
  of: "returns",
  formula: "mean(r − m) / √mean(min(r − m, 0)²)·√periods_per_year, m = mar / periods_per_year",
  source:
    "Sortino and Price (1994), Performance measurement in a downside risk framework, Journal of Investing 3(3)",
  compute: ({ returns, mar, periodsPerYear }) => {
    const excess = mean(returns) - mar
    const deviation = downsideDeviation(returns, mar)
    if (isFlat(deviation, excess)) return undefinedBecause("no return is below the least acceptable one")
    return (excess / deviation) * Math.sqrt(periodsPerYear)
  },
}
