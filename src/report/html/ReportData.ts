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
import type { NoiseFloor } from "../../pipeline/metrics/noiseFloor.ts"
import type { Relative } from "../../pipeline/metrics/relative.ts"
import type { Robustness } from "../../pipeline/metrics/robustness.ts"
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
  readonly noiseFloor?: NoiseFloor
  readonly robustness?: Robustness
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
