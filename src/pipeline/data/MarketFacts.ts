import type { SnapshotManifest } from "./SnapshotManifest.ts"

/** What a study is told of its market before a price is read: of a snapshot everything, of live prices only this much. */
export type MarketFacts = Pick<
  SnapshotManifest,
  "name" | "calendar" | "periods_per_year" | "default_universe" | "sectors"
> &
  Partial<
    Pick<
      SnapshotManifest,
      | "kind"
      | "symbols"
      | "has_opens"
      | "first_session"
      | "last_session"
      | "assets"
      | "membership"
      | "content_hash"
    >
  >
