/**
 * What differs between two snapshots. Years whose hashes are equal are not read; of the others only the columns that
 * differ, one after the other, so that memory holds two columns and not two snapshots.
 */
import * as Effect from "effect/Effect"
import { jsonChanges } from "../../../dag/jsonChanges.ts"
import { formatIsoDate, parseIsoDate } from "../../../kernel/civilDate.ts"
import { type Bars, type ColumnName, columns } from "../Bars.ts"
import type { SnapshotManifest } from "../SnapshotManifest.ts"
import { SnapshotStore } from "../SnapshotStore.ts"
import {
  type CellChanges,
  cellChanges,
  type Multiplied,
  rescaledOf,
  revisedOf,
  type SharedCells,
} from "./cellChanges.ts"
import { type AssetRows, joinBars, rowChanges } from "./rowChanges.ts"
import type { ReadScope, RowSpan, SnapshotDiff, SymbolDiff } from "./SnapshotDiff.ts"

const everyColumn = Object.keys(columns) as ReadonlyArray<ColumnName>
/** dividends last: what happened to prices is a hint for them */
const inOrder: ReadonlyArray<ColumnName> = [...everyColumn.filter((name) => name !== "dividend"), "dividend"]

/** All changes, and those among them that lie within each of the scopes. */
export const diffSnapshots = Effect.fn("diffSnapshots")(function* (
  a: string,
  b: string,
  scopes: ReadonlyArray<ReadScope> = [],
) {
  const store = yield* SnapshotStore
  const [before, after] = [yield* store.manifest(a), yield* store.manifest(b)]
  const years = yearsThatDiffer(before, after)
  const tickersOf = (manifest: SnapshotManifest) => new Set(manifest.symbols.map(({ ticker }) => ticker))
  const [old, now] = [tickersOf(before), tickersOf(after)]
  const shared = new Set([...old].filter((ticker) => now.has(ticker)))
  const rows = yield* readRowChanges(before, after, years, shared)
  const cells = new Map<string, Array<CellChanges>>()
  for (const column of inOrder) {
    const differing = sharedYears(before, after).filter((year) => differs(before, after, year, column))
    if (differing.length > 0) yield* compareColumn(before, after, column, differing, cells)
  }
  const spans = spansOf(before, after)
  const everything = { assets: [...shared], last: Infinity, columns: everyColumn }
  const within = (scope: ReadScope): ReadonlyArray<SymbolDiff> =>
    [...shared]
      .sort()
      .filter((ticker) => scope.assets.includes(ticker))
      .map((ticker) =>
        symbolDiff(ticker, rows.get(ticker), cells.get(ticker) ?? [], spans.get(ticker)!, scope),
      )
      .filter(hasChange)
  const symbols = within(everything)
  const sum = (count: (symbol: SymbolDiff) => number) =>
    symbols.reduce((total, each) => total + count(each), 0)
  const diff: SnapshotDiff = {
    a: { snapshot: before.name, content_hash: before.content_hash },
    b: { snapshot: after.name, content_hash: after.content_hash },
    equal: before.content_hash === after.content_hash,
    facts: factChanges(before, after, shared),
    new_symbols: after.symbols.filter(({ ticker }) => !old.has(ticker)).map(spanOfSymbol),
    gone_symbols: before.symbols.filter(({ ticker }) => !now.has(ticker)).map(spanOfSymbol),
    appended: yield* appendedSessions(before, after),
    inserted_rows: sum(({ inserted }) => inserted?.rows ?? 0),
    removed_rows: sum(({ removed }) => removed?.rows ?? 0),
    revised_cells: sum(({ revised }) => revised.reduce((total, { cells: count }) => total + count, 0)),
    rescaled_cells: sum(({ rescaled }) => rescaled.reduce((total, { cells: count }) => total + count, 0)),
    symbols,
    years: { read: years, equal: sharedYears(before, after).filter((year) => !years.includes(year)) },
  }
  return { diff, scoped: scopes.map(within) }
})

const dayOf = (date: string): number => parseIsoDate(date)!

const fileOf = ({ files }: SnapshotManifest, year: number) => files.find((file) => file.year === year)

function sharedYears(before: SnapshotManifest, after: SnapshotManifest): ReadonlyArray<number> {
  return before.files.map(({ year }) => year).filter((year) => fileOf(after, year) !== undefined)
}

function differs(before: SnapshotManifest, after: SnapshotManifest, year: number, column: string): boolean {
  return fileOf(before, year)?.columns[column] !== fileOf(after, year)?.columns[column]
}

function yearsThatDiffer(before: SnapshotManifest, after: SnapshotManifest): ReadonlyArray<number> {
  const years = new Set([...before.files, ...after.files].map(({ year }) => year))
  const names = ["date", "ticker", ...everyColumn]
  return [...years]
    .filter((year) => names.some((column) => differs(before, after, year, column)))
    .sort((x, y) => x - y)
}

const readRowChanges = Effect.fnUntraced(function* (
  before: SnapshotManifest,
  after: SnapshotManifest,
  years: ReadonlyArray<number>,
  shared: ReadonlySet<string>,
) {
  const store = yield* SnapshotStore
  const moved = years.filter((year) => ["date", "ticker"].some((key) => differs(before, after, year, key)))
  if (moved.length === 0) return new Map<string, AssetRows>()
  const ours = yield* store.readBars(before.name, { columns: [], years: moved })
  const theirs = yield* store.readBars(after.name, { columns: ["dividend", "split_ratio"], years: moved })
  return rowChanges(ours, theirs, dayOf(before.last_session), shared)
})

const compareColumn = Effect.fnUntraced(function* (
  before: SnapshotManifest,
  after: SnapshotManifest,
  column: ColumnName,
  years: ReadonlyArray<number>,
  found: Map<string, Array<CellChanges>>,
) {
  const store = yield* SnapshotStore
  const ours = yield* store.readBars(before.name, { columns: [column], years })
  const theirs = yield* store.readBars(after.name, { columns: [column], years })
  const field = columns[column]
  for (const [ticker, cells] of sharedCells(ours, theirs, ours[field], theirs[field])) {
    const earlier = found.get(ticker) ?? []
    const changes = cellChanges(column, cells, hintsOf(earlier))
    if (changes.multiplied.length + changes.revised.length > 0) found.set(ticker, [...earlier, changes])
  }
})

/** What the close was multiplied by, else the other prices. */
function hintsOf(earlier: ReadonlyArray<CellChanges>): ReadonlyArray<Multiplied> {
  const of = (column: ColumnName) => earlier.find((changes) => changes.column === column)?.multiplied ?? []
  return of("close").length > 0 ? of("close") : of("adj_close")
}

type Keys = Pick<Bars, "tickers" | "ticker" | "session">

/** Of each asset with a changed cell, the rows that both sides have. */
function sharedCells(
  before: Keys,
  after: Keys,
  old: Float64Array,
  now: Float64Array,
): ReadonlyMap<string, SharedCells> {
  const { left, right } = joinBars(before, after)
  const count = new Int32Array(before.tickers.length)
  const isChanged = new Uint8Array(before.tickers.length)
  for (let i = 0; i < left.length; i++) {
    const ticker = before.ticker[left[i]!]!
    count[ticker]!++
    if (!Object.is(old[left[i]!], now[right[i]!])) isChanged[ticker] = 1
  }
  const parts = Array.from(count, (size, ticker) =>
    isChanged[ticker] === 0
      ? undefined
      : { session: new Int32Array(size), before: new Float64Array(size), after: new Float64Array(size) },
  )
  const filled = new Int32Array(before.tickers.length)
  for (let i = 0; i < left.length; i++) {
    const row = left[i]!
    const ticker = before.ticker[row]!
    const part = parts[ticker]
    if (part === undefined) continue
    const at = filled[ticker]!++
    part.session[at] = before.session[row]!
    part.before[at] = old[row]!
    part.after[at] = now[right[i]!]!
  }
  return new Map(
    parts.flatMap(
      (part, ticker): ReadonlyArray<[string, SharedCells]> =>
        part === undefined ? [] : [[before.tickers[ticker]!, part]],
    ),
  )
}

/** First and last session that an asset can have in both. */
function spansOf(before: SnapshotManifest, after: SnapshotManifest) {
  const old = new Map(before.symbols.map((symbol) => [symbol.ticker, symbol]))
  return new Map(
    after.symbols.flatMap(({ ticker, first_session, last_session }) => {
      const was = old.get(ticker)
      if (was === undefined) return []
      const first = Math.max(dayOf(was.first_session), dayOf(first_session))
      const last = Math.min(dayOf(was.last_session), dayOf(last_session))
      return [[ticker, { first, last }] as const]
    }),
  )
}

function symbolDiff(
  ticker: string,
  rows: AssetRows | undefined,
  changes: ReadonlyArray<CellChanges>,
  shared: { readonly first: number; readonly last: number },
  { last, columns: read }: ReadScope,
): SymbolDiff {
  const wanted = changes.filter(({ column }) => read.includes(column))
  const span = (days: ReadonlyArray<number> = []) => spanOf(days.filter((day) => day <= last))
  return {
    ticker,
    appended: span(rows?.appended),
    inserted: span(rows?.inserted),
    removed: span(rows?.removed),
    rescaled: rescaledOf(wanted, last, shared, rows?.event),
    revised: everyColumn.flatMap((column) => {
      const found = wanted.find((each) => each.column === column)
      const revised = found === undefined ? null : revisedOf(found, last)
      return revised === null ? [] : [revised]
    }),
  }
}

/** @param days sorted, epoch days */
function spanOf(days: ReadonlyArray<number>): RowSpan | null {
  if (days.length === 0) return null
  return { rows: days.length, first: formatIsoDate(days[0]!), last: formatIsoDate(days.at(-1)!) }
}

const hasChange = ({ appended, inserted, removed, rescaled, revised }: SymbolDiff): boolean =>
  appended !== null || inserted !== null || removed !== null || rescaled.length > 0 || revised.length > 0

const spanOfSymbol = ({
  ticker,
  first_session,
  last_session,
  rows,
}: SnapshotManifest["symbols"][number]) => ({
  ticker,
  first_session,
  last_session,
  rows,
})

const appendedSessions = Effect.fnUntraced(function* (before: SnapshotManifest, after: SnapshotManifest) {
  const end = dayOf(before.last_session)
  const sessions = yield* (yield* SnapshotStore).sessions(after.name)
  const fresh = sessions.filter((day) => day > end)
  if (fresh.length === 0) return null
  return { sessions: fresh.length, first: formatIsoDate(fresh[0]!), last: formatIsoDate(fresh.at(-1)!) }
})

/** What the manifests state beside the bars: of assets that came or went nothing is repeated. */
function factChanges(before: SnapshotManifest, after: SnapshotManifest, shared: ReadonlySet<string>) {
  const factsOf = (manifest: SnapshotManifest) => ({
    adjustment: manifest.adjustment,
    dividend_source: manifest.dividend_source,
    currency: manifest.currency,
    calendar: manifest.calendar,
    periods_per_year: manifest.periods_per_year,
    default_universe: manifest.default_universe,
    sectors: manifest.sectors,
    assets: manifest.assets ?? {},
    membership: manifest.membership ?? {},
    delisted: Object.fromEntries(
      manifest.symbols.flatMap(({ ticker, delisted }) =>
        delisted === undefined || !shared.has(ticker) ? [] : [[ticker, delisted]],
      ),
    ),
  })
  return jsonChanges(factsOf(before), factsOf(after))
}
