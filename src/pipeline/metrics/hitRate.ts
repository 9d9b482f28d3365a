import type { ReturnMetric } from "./Metric.ts"

/** A session without a return (all cash) is no hit. */
export const hitRate: ReturnMetric = {
  name: "hit_rate",
  title: "share of sessions with a gain",
  unit: "share",
  of: "returns",
  formula: "#(r > 0) / n",
  source: "definition",
  compute: ({ returns }) => returns.reduce((hits, value) => hits + (value > 0 ? 1 : 0), 0) / returns.length,
}
