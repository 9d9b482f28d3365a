import { mean } from "../../kernel/mean.ts"
import { isFlat, sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { type ReturnMetric, undefinedBecause } from "./Metric.ts"

/** Undefined, not 0, where returns do not vary: rounding dust would make it huge. */
export const sharpe: ReturnMetric = {
  name: "sharpe",
  title: "Sharpe ratio",
  unit: "ratio",
  of: "returns",
  formula: "mean(r − risk_free / periods_per_year) / std(r)·√periods_per_year, std with ddof 1",
  source: "Sharpe (1994), The Sharpe ratio, Journal of Portfolio Management 21(1)",
  needs: 2,
  compute: ({ returns, riskFree, periodsPerYear }) => {
    const average = mean(returns)
    const deviation = sampleDeviation(returns)
    if (isFlat(deviation, average)) return undefinedBecause("the returns do not vary")
    return ((average - riskFree) / deviation) * Math.sqrt(periodsPerYear)
  },
}
