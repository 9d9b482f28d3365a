/**
 * Tables of the outside to bars, checked: sorted by session and ticker, every pair once, prices that can be prices, days
 * that are sessions, dividends and splits as far as they are stated or implied. What was met on the way is reported.
 */
import * as Result from "effect/Result"
import { nearest } from "../../dag/nearest.ts"
import type { Bars } from "./Bars.ts"
import { AssetNotFound, type DataRefused, ImportOptionError, InvalidName } from "./errors.ts"
import { contextOf } from "./defects/contextOf.ts"
import { cellsThatCount, histories, kinds, rowsThatCount } from "./defects/catalogue.ts"
import { type Dealing, dealWith } from "./defects/dealWith.ts"
import { defectOf, type Noted, refusalOf, summaryOfDefects } from "./defects/DefectLog.ts"
import { noteDefects } from "./defects/noteDefects.ts"
import { emptyAssets } from "./defects/emptyAssets.ts"
import { type Policies } from "./defects/policies.ts"
import { length, type Series, seriesOf } from "./defects/Series.ts"
import { joinTickerCases } from "./defects/tickerCase.ts"
import { noteUnsortedRows } from "./defects/unsortedRows.ts"
import { dividendSourceOf, implyDividends, turnBack } from "./import/actions.ts"
import { barsOfSeries } from "./import/barsOfSeries.ts"
import type { Defect } from "./import/Defect.ts"
import {
  columnsGiven,
  type DecodedFile,
  dateRange,
  type ImportRows,
  importRows,
} from "./import/ImportRows.ts"
import { periodsPerYear } from "./import/periodsPerYear.ts"
import { renameTickers } from "./import/renameTickers.ts"
import type { Rename } from "./import/dateTable.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import type { Membership } from "./membership.ts"
import { assetNameProblem } from "./names.ts"
import type { Adjustment, CalendarName, SnapshotMeta } from "./SnapshotManifest.ts"

export interface ImportOptions {
  /** what the source did to its prices; needed for long tables, `split+dividend` by default for wide ones */
  readonly adjustment?: Adjustment
  /** default nyse */
  readonly calendar?: CalendarName
  /** default USD */
  readonly currency?: string
  /** these assets only; they become the default universe, in this order */
  readonly tickers?: ReadonlyArray<string>
  /** ISO dates, both included */
  readonly from?: string
  readonly to?: string
  readonly sectors?: Readonly<Record<string, string>>
  /** in order of dates */
  readonly renames?: ReadonlyArray<Rename>
  /** when assets belong to the universe; assets that are not in the rows are left out */
  readonly membership?: Membership
  /** sessions a year; needed where the rows of a `union` span less than a year */
  readonly periodsPerYear?: number
  /** ticker → first date without trading */
  readonly delisted?: Readonly<Record<string, string>>
  /** what is done with defects, by kind; kinds that are not named have their default */
  readonly policies?: Policies
  /** epoch day on which the data were retrieved: later dates cannot be true */
  readonly today?: number
}

export interface Imported {
  readonly bars: Bars
  readonly meta: Omit<SnapshotMeta, "kind" | "source">
  readonly defects: ReadonlyArray<Defect>
  /** what is no defect: late starts, early ends, coarse prices */
  readonly information: ReadonlyArray<Defect>
}

export type ImportError = DataRefused | ImportOptionError | AssetNotFound | InvalidName

export function importBars(
  files: ReadonlyArray<DecodedFile>,
  options: ImportOptions,
): Result.Result<Imported, ImportError> {
  return Result.gen(function* () {
    const stated = yield* statedAdjustment(files, options)
    const calendar = options.calendar ?? "nyse"
    const policies = options.policies ?? {}
    const renamed = yield* renameTickers(
      withCloses(importRows(files), columnsGiven(files)),
      options.renames ?? [],
    )
    const { taken, isWanted } = yield* select(renamed.rows, options)
    const noted: Array<Noted> = []
    const given = { rows: renamed.rows, policies, noted, kept: new Set<number>() }
    noteDefects(files, given, taken, isWanted)
    const rows = joinTickerCases(given, taken)
    keepOnly(rows, options.tickers, taken)
    yield* checkNames(rows, taken)
    const dealing = { ...given, rows }
    noteUnsortedRows(dealing, taken)
    const facts = {
      calendar,
      adjustment: stated,
      given: columnsGiven(files),
      today: options.today ?? Infinity,
    }
    const all = clean(seriesOf(rows, taken), facts, dealing)
    emptyAssets(options.tickers ?? rows.tickers, all.series, dealing)
    const refusal = refusalOf(noted, kinds)
    if (refusal !== undefined) return yield* Result.fail(refusal)
    if (all.series.length === 0) return yield* noRows(rows)
    yield* checkDelisted(rows.files, all.series, options.delisted ?? {})
    const bars = barsOfSeries(all.series)
    const present = new Set(bars.tickers)
    return {
      bars,
      meta: {
        adjustment: all.adjustment,
        dividend_source: dividendSourceOf(facts.given, stated),
        currency: options.currency ?? "USD",
        calendar,
        periods_per_year: yield* periodsPerYear(calendar, bars.session, options.periodsPerYear),
        default_universe: (options.tickers ?? bars.tickers).filter((ticker) => present.has(ticker)),
        sectors: options.sectors ?? {},
        ...membershipIn(bars, options.membership),
        ...(options.delisted === undefined ? {} : { delisted: options.delisted }),
        defects: { policies, found: summaryOfDefects(noted) },
      },
      defects: [...renamed.defects, ...noted.filter(({ action }) => action !== "noted").map(defectOf)],
      information: noted.filter(({ action }) => action === "noted").map(defectOf),
    }
  })
}

/** Without a close of its own, a long file's adjusted close is its close. */
const withCloses = (rows: ImportRows, given: ReadonlySet<string>): ImportRows =>
  given.has("close") ? rows : { ...rows, columns: { ...rows.columns, close: rows.columns.adj_close } }

/** Everything that is found in the rows of assets is dealt with, step by step; assets of which nothing is left are gone. */
function clean(
  given: ReadonlyArray<Series>,
  facts: Parameters<typeof contextOf>[0],
  dealing: Dealing,
): { readonly series: ReadonlyArray<Series>; readonly adjustment: Adjustment } {
  const sessions = (of: ReadonlyArray<Series>) =>
    contextOf(
      facts,
      of.map(({ session }) => session),
    )
  const rough = sessions(given)
  const rows = given
    .map((series) => dealWith(series, rowsThatCount, rough, dealing))
    .filter((series) => length(series) > 0)
  const context = sessions(rows)
  let isTraded = facts.adjustment === "raw"
  const source = dividendSourceOf(facts.given, facts.adjustment)
  const series = rows.map((each) => {
    const plain = dealWith(each, cellsThatCount, context, dealing)
    const turned = turnBack(plain, facts.adjustment)
    dealing.noted.push(...turned)
    if (facts.adjustment === "split" && turned.length > 0) isTraded = true
    const known = dealWith(plain, histories, context, dealing)
    if (source === "implied") dealing.noted.push(...implyDividends(known))
    if (facts.adjustment === "split+dividend" && !facts.given.has("adj_close"))
      known.adjClose.set(known.close)
    return known
  })
  return {
    series: series.filter((each) => length(each) > 0),
    adjustment: isTraded ? "raw" : facts.adjustment,
  }
}

/** Of the assets that are in the snapshot; absent where no membership was stated. */
function membershipIn(
  { tickers }: Bars,
  membership: Membership | undefined,
): { readonly membership?: Membership } {
  if (membership === undefined) return {}
  const named = tickers.filter((ticker) => Object.hasOwn(membership, ticker))
  return { membership: Object.fromEntries(named.map((ticker) => [ticker, membership[ticker]!])) }
}

function statedAdjustment(
  files: ReadonlyArray<DecodedFile>,
  { adjustment }: ImportOptions,
): Result.Result<Adjustment, ImportOptionError> {
  const given = columnsGiven(files)
  const onlyAdjusted = given.has("adj_close") && !given.has("close")
  if (adjustment === undefined && files.every(({ layout }) => layout.kind === "wide"))
    return Result.succeed("split+dividend")
  if (adjustment === undefined || (onlyAdjusted && adjustment !== "split+dividend")) {
    return Result.fail(
      new ImportOptionError({
        option: "--adjustment",
        problem:
          adjustment === undefined
            ? "what the source did to its prices cannot be told from them"
            : `a file with an adjusted close alone is not ${adjustment}`,
        remedy:
          "State raw (as traded), split (Yahoo's open, high, low and close) or split+dividend (everything adjusted already).",
      }),
    )
  }
  return Result.succeed(adjustment)
}

interface Selection {
  /** 1 for each row that was asked for */
  readonly taken: Uint8Array
  readonly isWanted: (asset: string, day: number | undefined) => boolean
}

/** The assets and dates that were asked for. */
function select(
  rows: ImportRows,
  { tickers, from, to }: ImportOptions,
): Result.Result<Selection, ImportOptionError | AssetNotFound> {
  return Result.gen(function* () {
    const range = yield* dateRange(from, to)
    const known = new Set(rows.tickers)
    const missing = tickers?.find((ticker) => !known.has(ticker))
    if (missing !== undefined) {
      const where = rows.files.join(", ")
      return yield* Result.fail(
        new AssetNotFound({ asset: missing, where, nearest: nearest(missing, rows.tickers) }),
      )
    }
    // a name in other letters may turn out to be the same asset
    const asked = tickers === undefined ? undefined : new Set(tickers.map((ticker) => ticker.toUpperCase()))
    const isAsked = (asset: string) => asked?.has(asset.toUpperCase()) ?? true
    const wanted = rows.tickers.map(isAsked)
    const taken = new Uint8Array(rows.session.length)
    for (let at = 0; at < taken.length; at++) {
      const session = rows.session[at]!
      if (session >= range.from && session <= range.to && wanted[rows.ticker[at]!] === true) taken[at] = 1
    }
    const isWanted = (asset: string, day: number | undefined) =>
      isAsked(asset) && (day === undefined || (day >= range.from && day <= range.to))
    return { taken, isWanted }
  })
}

/** Names in other letters that were not joined are not what was asked for. */
function keepOnly(rows: ImportRows, tickers: ReadonlyArray<string> | undefined, taken: Uint8Array): void {
  if (tickers === undefined) return
  const asked = new Set(tickers)
  const wanted = rows.tickers.map((ticker) => asked.has(ticker))
  for (let at = 0; at < taken.length; at++) if (wanted[rows.ticker[at]!] !== true) taken[at] = 0
}

function checkNames(rows: ImportRows, taken: Uint8Array): Result.Result<void, InvalidName> {
  const used = new Uint8Array(rows.tickers.length)
  for (let at = 0; at < taken.length; at++) if (taken[at] === 1) used[rows.ticker[at]!] = 1
  for (const [i, name] of rows.tickers.entries()) {
    const problem = used[i] === 1 ? assetNameProblem(name) : undefined
    if (problem !== undefined) return Result.fail(new InvalidName({ what: "asset", name, problem }))
  }
  return Result.succeed(undefined)
}

/** Dates of delisting that fit the rows: the first without trading. */
function checkDelisted(
  files: ReadonlyArray<string>,
  all: ReadonlyArray<Series>,
  delisted: Readonly<Record<string, string>>,
): Result.Result<void, ImportOptionError | AssetNotFound> {
  for (const [asset, date] of Object.entries(delisted)) {
    const series = all.find((each) => each.asset === asset)
    if (series === undefined) {
      const names = all.map((each) => each.asset)
      return Result.fail(
        new AssetNotFound({ asset, where: files.join(", "), nearest: nearest(asset, names) }),
      )
    }
    const day = parseIsoDate(date)
    if (day !== undefined && !series.session.includes(day)) continue
    const problem = day === undefined ? `${date} is no date` : `${asset} has a row on ${date}`
    const remedy = "Give the first date without trading, as 2020-12-31."
    return Result.fail(new ImportOptionError({ option: `delisted.${asset}`, problem, remedy }))
  }
  return Result.succeed(undefined)
}

const noRows = (rows: ImportRows): Result.Result<never, ImportOptionError> =>
  Result.fail(
    new ImportOptionError({
      option: rows.files.join(", "),
      problem: "no row with a price is left for these assets and dates",
      remedy: "Widen --from and --to, or name other --tickers.",
    }),
  )
