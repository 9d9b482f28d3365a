import { sampleDeviation } from "../../kernel/sampleDeviation.ts"
import type { ReturnMetric } from "./Metric.ts"

export const volatility: ReturnMetric = {
  name: "volatility",
  title: "volatility",
  unit: "fraction a year",
  of: "returns",
  formula: "std(r)·√periods_per_year, std with ddof 1",
  source: "definition",
  needs: 2,
  compute: ({ returns, periodsPerYear }) => sampleDeviation(returns) * Math.sqrt(periodsPerYear),
}
