/**
 * What a snapshot is: pinned daily bars, named, dated and hashed. The manifest is read without opening any data file.
 *
 * `content_hash` covers the logical content (values, sessions, symbols, calendar, adjustment), not the bytes of the
 * files: the same bars written by another Parquet version keep their hash. Name, source and time of retrieval are not
 * part of it.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { Membership } from "./membership.ts"
import { AssetTable } from "./AssetTable.ts"

export const schemaVersion = 1

const describe = (description: string) => ({ description })

/** An exact `YYYY-MM-DD` that exists. */
export const IsoDate = Schema.String.check(
  Schema.makeFilter((text) => parseIsoDate(text) !== undefined || "a date such as 2020-12-31"),
)

/** What was done to open, high, low and close of the source before it reached us. Stated, never guessed. */
export const Adjustment = Schema.Literals(["raw", "split", "split+dividend"])
export type Adjustment = typeof Adjustment.Type

/** Which days are sessions: an exchange's rule, every day, or whichever days the snapshot has. */
export const CalendarName = Schema.Literals(["nyse", "always", "union"])
export type CalendarName = typeof CalendarName.Type

/** Where dividends come from: the source's own records, the ratio of close to adjusted close, or nowhere. */
export const DividendSource = Schema.Literals(["stated", "implied", "none"])
export type DividendSource = typeof DividendSource.Type

export const SnapshotSymbol = Schema.Struct({
  ticker: Schema.String,
  first_session: IsoDate,
  last_session: IsoDate.annotate(describe("last session with a row; not a delisting")),
  rows: Schema.Int,
  delisted: Schema.optionalKey(
    IsoDate.annotate(describe("the first date without trading; only where the source dates it")),
  ),
})
export interface SnapshotSymbol extends Schema.Schema.Type<typeof SnapshotSymbol> {}

export const YearFile = Schema.Struct({
  path: Schema.String.check(Schema.isPattern(/^bars-\d{4}\.parquet$/)),
  year: Schema.Int,
  rows: Schema.Int,
  sha256: Schema.String.annotate(describe("of the file's bytes")),
  bytes: Schema.Int,
  columns: Schema.Record(Schema.String, Schema.String).annotate(
    describe("SHA-256 of each column's values in that year; what the content hash is made of"),
  ),
})
export interface YearFile extends Schema.Schema.Type<typeof YearFile> {}

const DefectSummary = Schema.Struct({
  count: Schema.Int.annotate(describe("places found")),
  actions: Schema.Array(Schema.String).annotate(describe("what was done with them")),
  smallest: Schema.optionalKey(
    Schema.Finite.annotate(
      describe("the smallest size found, in the unit of the kind's row in docs/data.md"),
    ),
  ),
})
export interface DefectSummary extends Schema.Schema.Type<typeof DefectSummary> {}

/** What an import met, by kind, and what was chosen for it. */
const DefectRecord = Schema.Struct({
  policies: Schema.Record(Schema.String, Schema.String).annotate(
    describe("policies that were stated; other kinds had their default"),
  ),
  found: Schema.Record(Schema.String, DefectSummary),
})

const Generator = Schema.Struct({
  seed: Schema.Int,
  switches: Schema.Record(Schema.String, Schema.Boolean),
})

export const SnapshotManifest = Schema.Struct({
  schema_version: Schema.Literal(schemaVersion),
  name: Schema.String,
  kind: Schema.Literals(["synthetic", "imported", "fetched"]),
  source: Schema.String.annotate(describe("where the bars come from, in words")),
  retrieved_at: Schema.optionalKey(
    Schema.String.annotate(describe("instant, UTC; absent where it was generated")),
  ),
  generator: Schema.optionalKey(Generator),
  adjustment: Adjustment,
  dividend_source: DividendSource,
  currency: Schema.String,
  calendar: CalendarName,
  periods_per_year: Schema.Int.annotate(describe("sessions a year, for annualising")),
  first_session: IsoDate,
  last_session: IsoDate,
  rows: Schema.Int,
  has_opens: Schema.Boolean.annotate(describe("whether fills at the open are possible")),
  symbols: Schema.Array(SnapshotSymbol),
  default_universe: Schema.Array(Schema.String).annotate(describe("assets of a study that names none")),
  sectors: Schema.Record(Schema.String, Schema.String).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
    Schema.annotate(describe("asset → sector")),
  ),
  assets: Schema.optionalKey(
    AssetTable.annotate(
      describe("what assets.yaml says, which lies beside the manifest; part of the content"),
    ),
  ),
  membership: Schema.optionalKey(
    Membership.annotate(
      describe(
        "asset → when it belongs to the universe; absent: as long as it is listed; part of the content",
      ),
    ),
  ),
  defects: Schema.optionalKey(
    DefectRecord.annotate(describe("what an import met and did; not part of the content, which shows it")),
  ),
  files: Schema.Array(YearFile),
  content_hash: Schema.String,
})
export interface SnapshotManifest extends Schema.Schema.Type<typeof SnapshotManifest> {}

/** What the writer of a snapshot states; the rest follows from the bars. */
export type SnapshotMeta = Pick<
  SnapshotManifest,
  "kind" | "source" | "adjustment" | "dividend_source" | "currency" | "calendar" | "periods_per_year"
> &
  Partial<
    Pick<
      SnapshotManifest,
      "retrieved_at" | "generator" | "default_universe" | "sectors" | "assets" | "membership" | "defects"
    >
  > & {
    /** ticker → first date without trading, where it is known */
    readonly delisted?: Readonly<Record<string, string>>
  }
