import { rowOfMaximum } from "../../kernel/rowOfMaximum.ts"
import type { ReturnMetric } from "./Metric.ts"

export const bestDay: ReturnMetric = {
  name: "best_day",
  title: "best session",
  unit: "fraction",
  of: "returns",
  formula: "max(r)",
  source: "definition",
  compute: ({ returns }) => returns[rowOfMaximum(returns)]!,
}

export const bestDayDate: ReturnMetric = {
  name: "best_day_date",
  title: "date of the best session",
  unit: "date",
  of: "returns",
  formula: "first session with best_day",
  source: "definition",
  compute: ({ returns, sessions }) => sessions[rowOfMaximum(returns)]!,
}
