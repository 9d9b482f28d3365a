/** Every metric, in the order in which it is shown. */
import { bestDay, bestDayDate } from "./bestDay.ts"
import { cagr } from "./cagr.ts"
import { calmar } from "./calmar.ts"
import { conditionalValueAtRisk } from "./conditionalValueAtRisk.ts"
import { costBpsPerDay } from "./costBpsPerDay.ts"
import { costBpsPerYear } from "./costBpsPerYear.ts"
import { maxDrawdownPeak, maxDrawdownRecovery, maxDrawdownTrough } from "./drawdownDates.ts"
import { excessKurtosis } from "./excessKurtosis.ts"
import { hitRate } from "./hitRate.ts"
import { impactBpsPerDay } from "./impactBpsPerDay.ts"
import { longestDrawdown } from "./longestDrawdown.ts"
import type { Metric } from "./Metric.ts"
import { maxDrawdown } from "./maxDrawdown.ts"
import { meanGrossExposure } from "./meanGrossExposure.ts"
import { meanLeverage } from "./meanLeverage.ts"
import { meanNetExposure } from "./meanNetExposure.ts"
import { meanTargetTurnover } from "./meanTargetTurnover.ts"
import { meanTradedTurnover } from "./meanTradedTurnover.ts"
import { pctFoldsPositive } from "./pctFoldsPositive.ts"
import { sharpe } from "./sharpe.ts"
import { skewness } from "./skewness.ts"
import { slippageBpsPerDay } from "./slippageBpsPerDay.ts"
import { sortino } from "./sortino.ts"
import { spreadBpsPerDay } from "./spreadBpsPerDay.ts"
import { stabilityRatio } from "./stabilityRatio.ts"
import { totalReturn } from "./totalReturn.ts"
import { valueAtRisk } from "./valueAtRisk.ts"
import { volatility } from "./volatility.ts"
import { worstDay, worstDayDate } from "./worstDay.ts"
import { worstFoldSharpe } from "./worstFoldSharpe.ts"

export const metricCatalogue: ReadonlyArray<Metric> = [
  totalReturn,
  cagr,
  volatility,
  sharpe,
  sortino,
  maxDrawdown,
  maxDrawdownPeak,
  maxDrawdownTrough,
  maxDrawdownRecovery,
  longestDrawdown,
  calmar,
  hitRate,
  skewness,
  excessKurtosis,
  valueAtRisk,
  conditionalValueAtRisk,
  worstDay,
  worstDayDate,
  bestDay,
  bestDayDate,
  stabilityRatio,
  pctFoldsPositive,
  worstFoldSharpe,
  meanTargetTurnover,
  meanTradedTurnover,
  meanGrossExposure,
  meanNetExposure,
  meanLeverage,
  costBpsPerDay,
  costBpsPerYear,
  spreadBpsPerDay,
  slippageBpsPerDay,
  impactBpsPerDay,
]
