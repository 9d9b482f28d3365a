/** The data stage: snapshots, their bars as panels, listings and total returns. */
import { AlignAsof } from "./align/asof.ts"
import { AlignCalendar } from "./align/calendar.ts"
import { AlignInner } from "./align/inner.ts"
import { FillReturns } from "./fillReturns.ts"
import { Listing } from "./listing.ts"
import { Prices } from "./prices.ts"
import { Returns } from "./returns.ts"
import { SegmentReturns } from "./segmentReturns.ts"
import { TotalReturnIndex } from "./totalReturnIndex.ts"
import { Universe } from "./universe.ts"

export type { Bars, ColumnName } from "./Bars.ts"
export type { Defect } from "./import/Defect.ts"
export type { ImportOptions } from "./importBars.ts"
export * from "./errors.ts"
export { ParquetEncoder, type ParquetColumn, type ParquetTable } from "./ParquetEncoder.ts"
export type { Adjustment, CalendarName, SnapshotManifest, SnapshotMeta } from "./SnapshotManifest.ts"
export { SnapshotStore, SnapshotsRoot, type ReadOptions, type VerifyReport } from "./SnapshotStore.ts"
export {
  AlignAsof,
  AlignCalendar,
  AlignInner,
  FillReturns,
  Listing,
  Prices,
  Returns,
  SegmentReturns,
  TotalReturnIndex,
  Universe,
}

/** Every node of the stage. */
export const catalogue = [
  Prices,
  Listing,
  Universe,
  Returns,
  FillReturns,
  SegmentReturns,
  TotalReturnIndex,
  AlignInner,
  AlignAsof,
  AlignCalendar,
] as const
