/** The data stage: snapshots, their bars as panels, listings and total returns. */
import { AlignAsof } from "./align/asof.ts"
import { AlignCalendar } from "./align/calendar.ts"
import { AlignInner } from "./align/inner.ts"
import { FillReturns } from "./fillReturns.ts"
import { Listing } from "./listing.ts"
import { ListingAtOpen } from "./listingAtOpen.ts"
import { FetchPrices } from "./live/fetchPrices.ts"
import { LivePrices } from "./live/livePrices.ts"
import { UndatedListings } from "./live/undatedListings.ts"
import { Prices } from "./prices.ts"
import { Returns } from "./returns.ts"
import { SegmentReturns } from "./segmentReturns.ts"
import { TotalReturnIndex } from "./totalReturnIndex.ts"
import { Universe } from "./universe.ts"

export type { Bars, ColumnName } from "./Bars.ts"
export type { Defect } from "./import/Defect.ts"
export type { ImportOptions } from "./importBars.ts"
export * from "./errors.ts"
export {
  AnswerRefused,
  LiveRequestError,
  RateLimited,
  SourceSettingError,
  SourceUnavailable,
  SymbolNotFound,
} from "./live/errors.ts"
export { type LiveManifest, liveManifestType } from "./live/liveMarket.ts"
export { type PriceRequest, PriceSource, type SourceChoice } from "./live/PriceSource.ts"
export type { MarketFacts } from "./MarketFacts.ts"
export { ParquetEncoder, type ParquetColumn, type ParquetTable } from "./ParquetEncoder.ts"
export type { Adjustment, CalendarName, SnapshotManifest, SnapshotMeta } from "./SnapshotManifest.ts"
export { SnapshotStore, SnapshotsRoot, type ReadOptions, type VerifyReport } from "./SnapshotStore.ts"
export {
  AlignAsof,
  AlignCalendar,
  AlignInner,
  FetchPrices,
  FillReturns,
  Listing,
  ListingAtOpen,
  LivePrices,
  Prices,
  Returns,
  SegmentReturns,
  TotalReturnIndex,
  UndatedListings,
  Universe,
}

/** Every node of the stage. */
export const catalogue = [
  Prices,
  FetchPrices,
  LivePrices,
  UndatedListings,
  Listing,
  ListingAtOpen,
  Universe,
  Returns,
  FillReturns,
  SegmentReturns,
  TotalReturnIndex,
  AlignInner,
  AlignAsof,
  AlignCalendar,
] as const
