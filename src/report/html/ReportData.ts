/** What a tear sheet is drawn from: the documents and tables of a run's folder, each absent where the run has none. */
import type { ComparisonTable } from "../../experiment/artifacts/comparison.ts"
import type { Warning } from "../../experiment/artifacts/warnings.ts"
import type { GraphNodeJson } from "../../experiment/run/graphJson.ts"
import type { StoredManifest } from "../../experiment/run/StoredManifest.ts"
import type { AttributionSummary } from "../../pipeline/attribution/summary.ts"
import type { CostSummary } from "../../pipeline/costs/CostSummary.ts"
import type { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import type { Orders } from "../../pipeline/execution/fills/OrderRecord.ts"
import type { Bootstrap } from "../../pipeline/metrics/bootstrap.ts"
import type { ByFold } from "../../pipeline/metrics/byFold.ts"
import type { Rebalances } from "../../pipeline/metrics/byRebalance.ts"
import type { Capacity } from "../../pipeline/metrics/capacity.ts"
import type { Deflation } from "../../pipeline/metrics/deflation.ts"
import type { Drawdowns } from "../../pipeline/metrics/drawdowns.ts"
import type { Monthly } from "../../pipeline/metrics/monthly.ts"
import type { Relative } from "../../pipeline/metrics/relative.ts"
import type { Significance } from "../../pipeline/metrics/significance.ts"
import type { Summary } from "../../pipeline/metrics/summary.ts"
import type { Yearly } from "../../pipeline/metrics/yearly.ts"
import type { Figures } from "../figures.ts"

/** Series by session. */
export interface DailyTable {
  /** shape (n), epoch days, ascending */
  readonly days: Int32Array
  /** shape (n) each, NaN = no value */
  readonly columns: Readonly<Record<string, Float64Array>>
}

/** Weights held at the close, as shares of net asset value; NaN where an asset is not there. */
export interface HeldWeights {
  readonly days: Int32Array
  /** shape (n) each, by asset */
  readonly held: ReadonlyMap<string, Float64Array>
}

type Figure = number | null

/** The study's Sharpe ratio among those of its holdings on returns drawn anew. */
export interface NoiseFloorDocument {
  readonly sharpe: Figure
  readonly floors: ReadonlyArray<{
    readonly kind: string
    readonly draws: number
    readonly mean: Figure
    readonly quantile_95: Figure
    readonly highest: Figure
    readonly rank: Figure
    readonly p_value: Figure
    readonly reason: string | null
  }>
  readonly draws: ReadonlyArray<{ readonly kind: string; readonly sharpe: Figure }>
}

/** Figures of a variant of the study, net. */
export interface VariantFigures {
  readonly first_fill: string | null
  readonly n: number
  readonly cagr: Figure
  readonly volatility: Figure
  readonly sharpe: Figure
  readonly max_drawdown: Figure
  readonly cost_bps_per_year: Figure
}

/** The study under other costs, delays and beginnings, and over parts of its sessions. */
export interface RobustnessDocument {
  readonly costs: {
    readonly rows: ReadonlyArray<VariantFigures & { readonly scale: number }>
    readonly break_even_scale: Figure
    readonly reason: string | null
  }
  readonly delays: ReadonlyArray<VariantFigures & { readonly extra_sessions: number }>
  readonly starts: ReadonlyArray<
    VariantFigures & { readonly start: string; readonly study_sharpe: Figure; readonly study_cagr: Figure }
  >
  readonly sub_periods: {
    readonly parts: ReadonlyArray<{
      readonly first: string
      readonly last: string
      readonly n: number
      readonly cagr: Figure
      readonly volatility: Figure
      readonly sharpe: Figure
      readonly sharpe_standard_error: Figure
      readonly max_drawdown: Figure
    }>
  }
}

export interface ReportData {
  readonly experiment: string
  readonly question: string
  readonly metrics?: Summary
  /** of a graph that compares systems */
  readonly comparison?: ComparisonTable
  /** of a graph of another kind: its figures by name, whatever they mean */
  readonly figures?: Figures
  /** metrics of what the study is held against, by name */
  readonly baselines: ReadonlyArray<{
    readonly name: string
    readonly metrics: Summary
    /** the study against it */
    readonly relative?: Relative
  }>
  /** daily net returns of those, by name */
  readonly baselineReturns?: DailyTable
  readonly significance?: Significance
  readonly bootstrap?: Bootstrap
  readonly deflation?: Deflation
  readonly noiseFloor?: NoiseFloorDocument
  readonly robustness?: RobustnessDocument
  readonly drawdowns?: Drawdowns
  readonly yearly?: Yearly
  readonly folds?: ByFold
  readonly monthly?: Monthly
  readonly costs?: CostSummary
  readonly capacity?: Capacity
  readonly rebalances?: Rebalances
  readonly attribution?: AttributionSummary
  readonly orders?: Orders
  readonly warnings: ReadonlyArray<Warning>
  readonly snapshot?: SnapshotManifest
  /** config.yaml as it is */
  readonly config?: string
  /** growth of one unit and drawdown, gross and net */
  readonly equity?: DailyTable
  readonly rolling?: DailyTable
  readonly costsByDay?: DailyTable
  readonly attributionByDay?: DailyTable
  readonly weights?: HeldWeights
  readonly graph: ReadonlyArray<GraphNodeJson>
  readonly run: RunFacts
}

/** What differs between two runs with the same results: it stands in one block of the page, apart from its body. */
export interface RunFacts {
  readonly manifest: StoredManifest
  /** lines of env.txt */
  readonly environment: ReadonlyArray<string>
}
