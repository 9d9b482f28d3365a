import type { ReturnMetric } from "./Metric.ts"

export const totalReturn: ReturnMetric = {
  name: "total_return",
  title: "total return",
  unit: "fraction",
  of: "returns",
  formula: "Π(1 + r) − 1",
  source: "definition",
  compute: ({ equity }) => equity[equity.length - 1]! - 1,
}
