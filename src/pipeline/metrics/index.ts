/** What metrics offer: the window, equity and drawdown, every figure of a study, its years and months. */
import { MetricsByRebalance } from "./byRebalance.ts"
import { MetricsCapacity } from "./capacity.ts"
import { Drawdown } from "./drawdown.ts"
import { Equity } from "./equity.ts"
import { MetricsMonthly } from "./monthly.ts"
import { MetricsSummary } from "./summary.ts"
import { MetricWindow } from "./window.ts"
import { MetricsYearly } from "./yearly.ts"

export type { BookMetric, Metric, ReturnMetric, Unit } from "./Metric.ts"
export { metricCatalogue } from "./metricCatalogue.ts"
export type { Rebalances } from "./byRebalance.ts"
export type { Capacity } from "./capacity.ts"
export type { Monthly } from "./monthly.ts"
export type { Summary } from "./summary.ts"
export type { Yearly } from "./yearly.ts"
export {
  Drawdown,
  Equity,
  MetricsByRebalance,
  MetricsCapacity,
  MetricsMonthly,
  MetricsSummary,
  MetricsYearly,
  MetricWindow,
}

export const catalogue = [
  MetricWindow,
  Equity,
  Drawdown,
  MetricsSummary,
  MetricsYearly,
  MetricsMonthly,
  MetricsByRebalance,
  MetricsCapacity,
] as const
