import { difference } from "../../../kernel/difference.ts"
import { sampleDeviation } from "../../../kernel/sampleDeviation.ts"
import type { RelativeMetric } from "./RelativeMetric.ts"

export const trackingError: RelativeMetric = {
  name: "tracking_error",
  title: "tracking error",
  unit: "fraction a year",
  formula: "std(r − b) · √periods_per_year, ddof 1",
  source: "Grinold, Kahn (1999), Active portfolio management",
  needs: 2,
  compute: ({ returns, benchmark, periodsPerYear }) =>
    sampleDeviation(difference(returns, benchmark)) * Math.sqrt(periodsPerYear),
}
