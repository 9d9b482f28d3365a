/** The answers of a source for several symbols as one market: checked bars, and the manifest that a snapshot of them has. */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Document from "../../../dag/Document.ts"
import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import type { Bars } from "../Bars.ts"
import { describeSnapshot, yearParts } from "../describeSnapshot.ts"
import { type ImportError, importBars } from "../importBars.ts"
import { CalendarName, IsoDate, SnapshotManifest, type SnapshotMeta } from "../SnapshotManifest.ts"
import { type AnswerRefused, LiveRequestError, type SymbolNotFound } from "./errors.ts"
import { type Answer, SourceChoice, sourceName } from "./PriceSource.ts"
import { readAnswer } from "./readAnswer.ts"

/** What else decides the bars, beside the answers. */
export const LiveOptions = Schema.Struct({
  assets: Schema.NonEmptyArray(Schema.NonEmptyString).annotate({
    description: "symbols in this order, as the source spells them",
  }),
  calendar: CalendarName.annotate({ description: "which days are sessions" }),
  end: Schema.optionalKey(IsoDate.annotate({ description: "last session that is used" })),
})
export interface LiveOptions extends Schema.Schema.Type<typeof LiveOptions> {}

const LiveDefect = Schema.Struct({
  kind: Schema.String,
  asset: Schema.String,
  date: Schema.String,
  detail: Schema.String,
  action: Schema.String,
})

/** Of a run on live prices, what a snapshot's manifest is of others: the same fields, but no files. */
export const LiveManifest = Schema.Struct({
  kind: Schema.Literal("live"),
  source: SourceChoice,
  retrieved_at: Schema.Record(Schema.String, Schema.String).annotate({
    description: "by symbol: instant, UTC",
  }),
  adjustment: SnapshotManifest.fields.adjustment,
  dividend_source: SnapshotManifest.fields.dividend_source,
  currency: Schema.String,
  calendar: CalendarName,
  periods_per_year: Schema.Int,
  first_session: IsoDate,
  last_session: IsoDate,
  rows: Schema.Int,
  has_opens: Schema.Boolean,
  symbols: SnapshotManifest.fields.symbols,
  defects: Schema.Array(LiveDefect).annotate({ description: "what was met on the way and dealt with" }),
  content_hash: Schema.String.annotate({
    description: "that of a snapshot of the same bars (sage snapshot pin)",
  }),
})
export interface LiveManifest extends Schema.Schema.Type<typeof LiveManifest> {}

export const liveManifestType = Document.of("live-manifest", LiveManifest)

export interface LiveMarket {
  readonly bars: Bars
  /** what a snapshot of them states */
  readonly meta: SnapshotMeta
  readonly manifest: LiveManifest
}

export type LiveMarketError = ImportError | AnswerRefused | SymbolNotFound | LiveRequestError

/** @param answers one a symbol of the options, in any order; all of one source */
export function liveMarket(
  answers: ReadonlyArray<Answer>,
  { assets, calendar, end }: LiveOptions,
): Result.Result<LiveMarket, LiveMarketError> {
  return Result.gen(function* () {
    const bySymbol = new Map(answers.map((answer) => [answer.receipt.symbol, answer]))
    const ordered = assets.map((asset) => bySymbol.get(asset)!)
    const read = yield* Result.all(ordered.map(readAnswer))
    const currency = yield* oneCurrency(assets, read)
    const { bars, meta, defects } = yield* importBars(
      read.map(({ file }) => file),
      {
        adjustment: read[0]!.adjustment,
        calendar,
        currency,
        tickers: assets,
        today: Math.floor(
          Date.parse(
            ordered
              .map(({ receipt }) => receipt.retrieved_at)
              .toSorted()
              .at(-1)!,
          ) / 86_400_000,
        ),
        ...(end === undefined ? {} : { to: end }),
      },
    )
    const { source } = ordered[0]!.receipt
    const times = ordered.map(({ receipt }) => receipt.retrieved_at)
    const stated: SnapshotMeta = {
      kind: "fetched",
      source: `${sourceName(source)}, fetched by sage`,
      retrieved_at: times.toSorted().at(-1)!,
      ...meta,
    }
    const parts = yearParts(bars).map((part) => ({ ...part, sha256: "", bytes: 0 }))
    const described = describeSnapshot("live", bars, stated, parts)
    const manifest: LiveManifest = {
      kind: "live",
      source,
      retrieved_at: Object.fromEntries(assets.map((asset, i) => [asset, times[i]!])),
      adjustment: described.adjustment,
      dividend_source: described.dividend_source,
      currency,
      calendar,
      periods_per_year: described.periods_per_year,
      first_session: described.first_session,
      last_session: described.last_session,
      rows: described.rows,
      has_opens: described.has_opens,
      symbols: described.symbols,
      defects: [
        ...read.flatMap(({ notes }, i) =>
          notes.map(({ kind, date, detail }) => ({
            kind,
            asset: assets[i]!,
            date,
            detail,
            action: kind === "event_moved" ? "moved" : "dropped",
          })),
        ),
        ...defects.map(({ kind, asset, date, detail, action }) => ({ kind, asset, date, detail, action })),
      ],
      content_hash: described.content_hash,
    }
    return { bars, meta: stated, manifest }
  })
}

function oneCurrency(
  assets: ReadonlyArray<string>,
  read: ReadonlyArray<{ readonly currency: string }>,
): Result.Result<string, LiveRequestError> {
  const first = read[0]!.currency
  const other = read.findIndex(({ currency }) => currency !== first)
  if (other < 0) return Result.succeed(first)
  const problem = `${assets[0]} is quoted in ${first} and ${assets[other]} in ${read[other]!.currency}`
  return Result.fail(
    new LiveRequestError({ problem, remedy: "Study the symbols of one currency at a time." }),
  )
}

/** Days of the panels: those of the calendar between the first and the last bar; of `union`, those that have a bar. */
export function liveSessions(bars: Bars, calendar: CalendarName): Int32Array {
  if (calendar === "union") return Int32Array.from(new Set(bars.session))
  const { session } = bars
  return ExchangeCalendar.sessionsBetween(
    ExchangeCalendar.byName(calendar),
    session[0]!,
    session[session.length - 1]!,
  )
}
