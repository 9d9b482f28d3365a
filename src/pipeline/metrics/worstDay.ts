import { rowOfMinimum } from "../../kernel/rowOfMinimum.ts"
import type { ReturnMetric } from "./Metric.ts"

export const worstDay: ReturnMetric = {
  name: "worst_day",
  title: "worst session",
  unit: "fraction",
  of: "returns",
  formula: "min(r)",
  source: "definition",
  compute: ({ returns }) => returns[rowOfMinimum(returns)]!,
}

export const worstDayDate: ReturnMetric = {
  name: "worst_day_date",
  title: "date of the worst session",
  unit: "date",
  of: "returns",
  formula: "first session with worst_day",
  source: "definition",
  compute: ({ returns, sessions }) => sessions[rowOfMinimum(returns)]!,
}
