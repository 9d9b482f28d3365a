import { difference } from "../../../kernel/difference.ts"
import { mean } from "../../../kernel/mean.ts"
import { isFlat, sampleDeviation } from "../../../kernel/sampleDeviation.ts"
import { undefinedBecause } from "../Metric.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"

export const informationRatio: RelativeMetric = {
  name: "information_ratio",
  title: "information ratio",
  unit: "ratio",
  formula: "mean(r − b) / std(r − b) · √periods_per_year, ddof 1",
  source: "Grinold, Kahn (1999), Active portfolio management",
  needs: 2,
  compute: ({ returns, benchmark, periodsPerYear }) => {
    const active = difference(returns, benchmark)
    const [average, deviation] = [mean(active), sampleDeviation(active)]
    return isFlat(deviation, average)
      ? undefinedBecause("the difference to the benchmark does not vary")
      : (average / deviation) * Math.sqrt(periodsPerYear)
  },
}
