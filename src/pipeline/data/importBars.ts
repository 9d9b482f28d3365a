/**
 * Tables of the outside to bars, checked: sorted by session and ticker, every pair once, prices that can be prices, days
 * that are sessions, dividends and splits as far as they are stated or implied. What was met on the way is reported.
 */
import * as Result from "effect/Result"
import { nearest } from "../../dag/nearest.ts"
import type { Bars } from "./Bars.ts"
import { inspect, type RefusedRow } from "./defects/inspect.ts"
import { joinTickerCase } from "./defects/joinTickerCase.ts"
import { checkPolicies } from "./defects/policyOf.ts"
import { AssetNotFound, DataRefused, ImportOptionError, InvalidName } from "./errors.ts"
import { dealWithActions } from "./import/actions.ts"
import type { Defect } from "./import/Defect.ts"
import {
  columnsGiven,
  type DecodedFile,
  dateRange,
  type ImportRows,
  importRows,
  pickRows,
} from "./import/ImportRows.ts"
import type { Rename } from "./import/dateTable.ts"
import { notedCells, unreadableRows } from "./import/notedCells.ts"
import { periodsPerYear } from "./import/periodsPerYear.ts"
import { renameTickers } from "./import/renameTickers.ts"
import { emptyAssets, sortRows } from "./import/sortRows.ts"
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
  /** kind of defect → what to do about it, where that is not the default */
  readonly policies?: Readonly<Record<string, string>>
  /** epoch day of the import: rows after it are of the future; unknown to a caller without a clock */
  readonly today?: number
}

export interface Imported {
  readonly bars: Bars
  readonly meta: Omit<SnapshotMeta, "kind" | "source">
  readonly defects: ReadonlyArray<Defect>
}

export type ImportError = DataRefused | ImportOptionError | AssetNotFound | InvalidName

export function importBars(
  files: ReadonlyArray<DecodedFile>,
  options: ImportOptions,
): Result.Result<Imported, ImportError> {
  return Result.gen(function* () {
    const policies = yield* checkPolicies(options.policies ?? {})
    const adjustment = yield* statedAdjustment(files, options)
    const calendar = options.calendar ?? "nyse"
    const sameCase = joinTickerCase(importRows(files), policies)
    const renamed = yield* renameTickers(sameCase.rows, options.renames ?? [])
    const selected = yield* select(renamed.rows, unreadableRows(files, renamed.rows), options)
    const given = columnsGiven(files)
    const facts = { calendar, adjustment, given, today: options.today ?? Infinity }
    const found = inspect(selected, notedCells(files, selected), facts, policies)
    const empty = emptyAssets(options.tickers ?? selected.tickers, found.rows)
    yield* refuse(selected, found.refused)
    if (found.rows.session.length === 0) return yield* noRows(selected)
    const sorted = sortRows(found.rows)
    yield* checkDelisted(sorted, options.delisted ?? {})
    const { foundSplits } = found
    const { bars, dividendSource, defects } = dealWithActions(sorted, { given, adjustment, foundSplits })
    const all = [...sameCase.defects, ...renamed.defects, ...found.defects, ...empty, ...defects]
    return {
      bars,
      meta: {
        adjustment,
        dividend_source: dividendSource,
        currency: options.currency ?? "USD",
        calendar,
        periods_per_year: yield* periodsPerYear(calendar, sorted.session, options.periodsPerYear),
        default_universe: (options.tickers ?? bars.tickers).filter((ticker) => bars.tickers.includes(ticker)),
        sectors: options.sectors ?? {},
        ...membershipIn(bars, options.membership),
        defects: summaryOf(all),
        policies,
        ...(options.delisted === undefined ? {} : { delisted: options.delisted }),
      },
      defects: all,
    }
  })
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

/** The assets and dates that were asked for. */
function select(
  rows: ImportRows,
  unreadable: ReadonlySet<number>,
  { tickers, from, to }: ImportOptions,
): Result.Result<ImportRows, ImportOptionError | AssetNotFound | InvalidName> {
  return Result.gen(function* () {
    const range = yield* dateRange(from, to)
    const missing = tickers?.find((ticker) => !rows.tickers.includes(ticker))
    if (missing !== undefined) {
      const where = rows.files.join(", ")
      return yield* Result.fail(
        new AssetNotFound({ asset: missing, where, nearest: nearest(missing, rows.tickers) }),
      )
    }
    const wanted = rows.tickers.map((ticker) => tickers?.includes(ticker) ?? true)
    for (const [i, name] of rows.tickers.entries()) {
      const problem = wanted[i] === true ? assetNameProblem(name) : undefined
      if (problem !== undefined) return yield* Result.fail(new InvalidName({ what: "asset", name, problem }))
    }
    const picked: Array<number> = []
    rows.session.forEach((session, at) => {
      if (wanted[rows.ticker[at]!] !== true) return
      // a row whose date nobody can read is in no range, and must not be lost without a word
      if ((session >= range.from && session <= range.to) || unreadable.has(at)) picked.push(at)
    })
    return picked.length === rows.session.length ? rows : pickRows(rows, picked)
  })
}

/** Dates of delisting that fit the rows: the first without trading. */
function checkDelisted(
  rows: ImportRows,
  delisted: Readonly<Record<string, string>>,
): Result.Result<void, ImportOptionError | AssetNotFound> {
  for (const [asset, date] of Object.entries(delisted)) {
    const ticker = rows.tickers.indexOf(asset)
    if (ticker < 0) {
      const where = rows.files.join(", ")
      return Result.fail(new AssetNotFound({ asset, where, nearest: nearest(asset, rows.tickers) }))
    }
    const day = parseIsoDate(date)
    const trades = rows.session.some((session, at) => session === day && rows.ticker[at] === ticker)
    if (day !== undefined && !trades) continue
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

/** All that the policies refuse, of all files, with the ways on. */
function refuse(rows: ImportRows, found: ReadonlyArray<RefusedRow>): Result.Result<void, DataRefused> {
  const [first] = found
  if (first === undefined) return Result.succeed(undefined)
  const told = found.filter(({ problem }) => problem !== "")
  const refusals = told.slice(0, 20).map(({ kind, asset, date, problem, row, file }) => ({
    row,
    field: kind.kind,
    asset,
    date: date === "" ? null : date,
    problem: file === first.file ? problem : `${problem} (${rows.files[file]})`,
  }))
  const kinds = [...new Map(found.map(({ kind }) => [kind.kind, kind])).values()]
  const ways = kinds.flatMap(({ kind, allowed }) => {
    const others = allowed.filter((policy) => policy !== "refuse")
    return others.length === 0 ? [] : [`--policy ${kind}=${others.join("|")}`]
  })
  const remedy = `Correct or remove these rows, leave the assets out (--tickers) or the dates (--from, --to), or say what to do: ${ways.join(", ")}.`
  return Result.fail(new DataRefused({ file: rows.files[first.file]!, refusals, total: told.length, remedy }))
}

function summaryOf(defects: ReadonlyArray<Defect>): NonNullable<SnapshotMeta["defects"]> {
  const groups = Map.groupBy(defects, ({ kind, action }) => `${kind} ${action}`)
  return [...groups.values()].map((group) => ({
    kind: group[0]!.kind,
    action: group[0]!.action,
    count: group.length,
    assets: new Set(group.map(({ asset }) => asset)).size,
  }))
}
