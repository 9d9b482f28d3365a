/** The documents of a study's folder by their file names, as the nodes that write them declare them. */
import { summaryType as attributionType } from "../../pipeline/attribution/summary.ts"
import { type as trialsType } from "../../domain/Trials.ts"
import { diagnosticsType } from "../../pipeline/allocation/Diagnostics.ts"
import { baselinesType } from "../artifacts/baselines.ts"
import { comparisonType } from "../artifacts/comparison.ts"
import { costSummaryType } from "../../pipeline/costs/CostSummary.ts"
import { ordersType } from "../../pipeline/execution/fills/OrderRecord.ts"
import { bootstrapType } from "../../pipeline/metrics/bootstrap.ts"
import { byFoldType } from "../../pipeline/metrics/byFold.ts"
import { rebalancesType } from "../../pipeline/metrics/byRebalance.ts"
import { capacityType } from "../../pipeline/metrics/capacity.ts"
import { deflationType } from "../../pipeline/metrics/deflation.ts"
import { dialectType } from "../../pipeline/metrics/dialect.ts"
import { drawdownsType } from "../../pipeline/metrics/drawdowns.ts"
import { monthlyType } from "../../pipeline/metrics/monthly.ts"
import { noiseFloorType } from "../../pipeline/metrics/noiseFloor.ts"
import { relativeType } from "../../pipeline/metrics/relative.ts"
import { robustnessType } from "../../pipeline/metrics/robustness.ts"
import { significanceType } from "../../pipeline/metrics/significance.ts"
import { summaryType } from "../../pipeline/metrics/summary.ts"
import { yearlyType } from "../../pipeline/metrics/yearly.ts"

export const runDocuments = {
  "attribution.json": attributionType,
  "baseline.json": summaryType,
  "baselines.json": baselinesType,
  "bootstrap.json": bootstrapType,
  "capacity.json": capacityType,
  "comparison.json": comparisonType,
  "constraint_diagnostics.json": diagnosticsType,
  "costs.json": costSummaryType,
  "deflation.json": deflationType,
  "dialect.json": dialectType,
  "drawdowns.json": drawdownsType,
  "folds.json": byFoldType,
  "metrics.json": summaryType,
  "monthly.json": monthlyType,
  "noise_floor.json": noiseFloorType,
  "orders.json": ordersType,
  "rebalances.json": rebalancesType,
  "relative.json": relativeType,
  "robustness.json": robustnessType,
  "significance.json": significanceType,
  "trials.json": trialsType,
  "yearly.json": yearlyType,
} as const
