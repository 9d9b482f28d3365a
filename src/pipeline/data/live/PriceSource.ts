/**
 * Where live prices come from. A source gives what it was answered for one symbol, byte for byte, and when; what the bytes
 * mean is told later and apart (`readAnswer`), so that the same bytes always give the same bars.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../../dag/Document.ts"
import type { DataRefused, FileError, InvalidName } from "../errors.ts"
import { Adjustment, IsoDate } from "../SnapshotManifest.ts"
import type {
  AnswerRefused,
  LiveRequestError,
  RateLimited,
  SourceSettingError,
  SourceUnavailable,
  SymbolNotFound,
} from "./errors.ts"

/** Yahoo's chart endpoint, or a folder with one file of daily bars a symbol. */
export const SourceChoice = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("yahoo") }),
  Schema.Struct({
    kind: Schema.Literal("csv_dir"),
    folder: Schema.NonEmptyString.annotate({ description: "folder of SYMBOL.csv files" }),
    adjustment: Adjustment.annotate({ description: "what was done to the prices in the files" }),
    currency: Schema.NonEmptyString.annotate({ description: "currency of the prices in the files" }),
  }),
])
export type SourceChoice = typeof SourceChoice.Type

/** What is asked of a source: a symbol from a day on, up to now. An end would hide the splits that prices were adjusted for. */
export const PriceRequest = Schema.Struct({
  source: SourceChoice,
  symbol: Schema.NonEmptyString.annotate({ description: "as the source spells it" }),
  from: IsoDate.annotate({ description: "first day that is asked for" }),
})
export interface PriceRequest extends Schema.Schema.Type<typeof PriceRequest> {}

/** Where and when an answer came from. */
export const Receipt = Schema.Struct({
  source: SourceChoice,
  symbol: Schema.String,
  from: IsoDate,
  retrieved_at: Schema.String.annotate({ description: "instant, UTC" }),
})
export interface Receipt extends Schema.Schema.Type<typeof Receipt> {}

export const receiptType = Document.of("price-receipt", Receipt)

export interface Answer {
  readonly bytes: Uint8Array
  readonly receipt: Receipt
}

export type SourceError =
  | SymbolNotFound
  | RateLimited
  | SourceUnavailable
  | AnswerRefused
  | LiveRequestError
  | SourceSettingError
  | InvalidName
  | FileError
  | DataRefused

export class PriceSource extends Context.Service<
  PriceSource,
  {
    /** asks anew each time; the engine keeps answers for a day */
    readonly fetch: (request: PriceRequest) => Effect.Effect<Answer, SourceError>
  }
>()("sage/pipeline/data/PriceSource") {}

/** How a source is called in messages and manifests. */
export const sourceName = (source: SourceChoice): string =>
  source.kind === "yahoo" ? "Yahoo Finance" : `the folder ${source.folder}`
