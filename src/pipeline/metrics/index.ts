/** What metrics offer: the window, equity and drawdown, every figure of a study, its years and months. */
import { MetricsBootstrap } from "./bootstrap.ts"
import { type ByFold, MetricsByFold } from "./byFold.ts"
import { MetricsByRebalance } from "./byRebalance.ts"
import { MetricsCapacity } from "./capacity.ts"
import { CountedReturns } from "./countedReturns.ts"
import { MetricsDefinitions } from "./definitions.ts"
import { MetricsDeflation } from "./deflation.ts"
import { MetricsDialect } from "./dialect.ts"
import { Drawdown } from "./drawdown.ts"
import { MetricsDrawdowns } from "./drawdowns.ts"
import { Equity } from "./equity.ts"
import { MetricsGrid } from "./grid.ts"
import { MetricsMonthly } from "./monthly.ts"
import { MetricsNoiseDraw } from "./noiseDraw.ts"
import { MetricsNoiseFloor } from "./noiseFloor.ts"
import { MetricsOverfitting } from "./overfitting.ts"
import { MetricsRelative } from "./relative.ts"
import { MetricsRobustness } from "./robustness.ts"
import { MetricsRolling } from "./rolling.ts"
import { MetricsSignificance } from "./significance.ts"
import { MetricsSubPeriods } from "./subPeriods.ts"
import { MetricsSummary } from "./summary.ts"
import { MetricWindow } from "./window.ts"
import { MetricsYearly } from "./yearly.ts"

export type { BookMetric, Metric, ReturnMetric, Unit } from "./Metric.ts"
export { metricCatalogue } from "./metricCatalogue.ts"
export type { ByFold }
export type { Rebalances } from "./byRebalance.ts"
export type { Bootstrap } from "./bootstrap.ts"
export type { Capacity } from "./capacity.ts"
export type { Monthly } from "./monthly.ts"
export type { Definitions } from "./definitions.ts"
export type { Deflation } from "./deflation.ts"
export type { DialectSheet } from "./dialect.ts"
export type { Drawdowns } from "./drawdowns.ts"
export type { NoiseFloor } from "./noiseFloor.ts"
export type { Relative } from "./relative.ts"
export type { Robustness } from "./robustness.ts"
export type { Significance } from "./significance.ts"
export type { SubPeriods } from "./subPeriods.ts"
export type { Summary } from "./summary.ts"
export type { Yearly } from "./yearly.ts"
export {
  CountedReturns,
  Drawdown,
  Equity,
  MetricsBootstrap,
  MetricsByFold,
  MetricsByRebalance,
  MetricsCapacity,
  MetricsDefinitions,
  MetricsDeflation,
  MetricsDialect,
  MetricsDrawdowns,
  MetricsGrid,
  MetricsMonthly,
  MetricsNoiseDraw,
  MetricsNoiseFloor,
  MetricsOverfitting,
  MetricsRelative,
  MetricsRobustness,
  MetricsRolling,
  MetricsSignificance,
  MetricsSubPeriods,
  MetricsSummary,
  MetricsYearly,
  MetricWindow,
}

export const catalogue = [
  MetricWindow,
  CountedReturns,
  Equity,
  Drawdown,
  MetricsSummary,
  MetricsYearly,
  MetricsMonthly,
  MetricsByFold,
  MetricsByRebalance,
  MetricsCapacity,
  MetricsDrawdowns,
  MetricsRelative,
  MetricsRolling,
  MetricsSignificance,
  MetricsBootstrap,
  MetricsDialect,
  MetricsOverfitting,
  MetricsDeflation,
  MetricsDefinitions,
  MetricsSubPeriods,
  MetricsRobustness,
  MetricsNoiseDraw,
  MetricsNoiseFloor,
  MetricsGrid,
] as const
