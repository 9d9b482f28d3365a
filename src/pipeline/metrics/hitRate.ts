import type { ReturnMetric } from "./Metric.ts"

/** A session without a return (all cash) is no hit. */
export const hitRate: ReturnMetric = {
  name: "hit_rate",
  title: "share of sessions with a gain",
  unit: "share",
  of: "returns",
  formula: "#(r > 0) / n",
  source: "definition",
  compute: ({ returns }) => countPositive(returns) / returns.length,
}

function countPositive(returns: Float64Array): number {
  let count = 0
  for (let t = 0; t < returns.length; t++) if (returns[t]! > 0) count++
  return count
}
