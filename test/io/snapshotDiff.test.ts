import { join } from "node:path"
import { rename } from "node:fs/promises"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatIsoDate, parseIsoDate } from "../../src/kernel/civilDate.ts"
import { type Bars, type ColumnName, columns } from "../../src/pipeline/data/Bars.ts"
import { diffSnapshots } from "../../src/pipeline/data/diff/diffSnapshots.ts"
import type { SnapshotDiff } from "../../src/pipeline/data/diff/SnapshotDiff.ts"
import type { SnapshotMeta } from "../../src/pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { chance } from "../laws/markets.ts"
import { inEmptyStore } from "./services.ts"
import { meta, someBars } from "./someBars.ts"

type Row = { readonly ticker: string; readonly session: number } & Record<ColumnName, number>

const names = Object.keys(columns) as ReadonlyArray<ColumnName>
const prices = ["open", "high", "low", "close"] as const
const roundTo = (places: number, value: number) => Math.round(value * 10 ** places) / 10 ** places

const rowsOf = (bars: Bars): Array<Row> =>
  Array.from(bars.session, (session, at) => ({
    ticker: bars.tickers[bars.ticker[at]!]!,
    session,
    ...(Object.fromEntries(names.map((name) => [name, bars[columns[name]][at]!])) as Record<
      ColumnName,
      number
    >),
  }))

function barsOf(rows: ReadonlyArray<Row>): Bars {
  const sorted = [...rows].sort((a, b) => a.session - b.session || (a.ticker < b.ticker ? -1 : 1))
  const tickers = [...new Set(sorted.map(({ ticker }) => ticker))].sort()
  return {
    tickers,
    ticker: Int32Array.from(sorted, ({ ticker }) => tickers.indexOf(ticker)),
    session: Int32Array.from(sorted, ({ session }) => session),
    ...(Object.fromEntries(
      names.map((name) => [columns[name], Float64Array.from(sorted, (row) => row[name])]),
    ) as Record<(typeof columns)[ColumnName], Float64Array>),
  }
}

/** Four assets over three calendar years, prices in cents. */
const market = (seed: number): Array<Row> =>
  rowsOf(someBars(seed, ["AAA", "BBB", "CCC", "DDD"], "2019-08-01", "2021-02-26")).map((row) => {
    const inCents = Object.fromEntries(prices.map((name) => [name, roundTo(2, 5 + row[name])]))
    return { ...row, ...inCents, adj_close: roundTo(6, 5 + row.adj_close) }
  })

const compare = (
  before: ReadonlyArray<Row>,
  after: ReadonlyArray<Row>,
  facts: Partial<SnapshotMeta> = {},
): Promise<SnapshotDiff> =>
  inEmptyStore(() =>
    Effect.gen(function* () {
      yield* SnapshotStore.use((s) => s.write("a", barsOf(before), meta))
      yield* SnapshotStore.use((s) => s.write("b", barsOf(after), { ...meta, ...facts }))
      return (yield* diffSnapshots("a", "b")).diff
    }),
  )

const keyOf = ({ ticker, session }: Row) => `${ticker} ${session}`

/** Cell by cell, without a thought for what the changes mean. */
function naive(before: ReadonlyArray<Row>, after: ReadonlyArray<Row>) {
  const old = new Map(before.map((row) => [keyOf(row), row]))
  const now = new Map(after.map((row) => [keyOf(row), row]))
  const changed = after.flatMap((row) => {
    const was = old.get(keyOf(row))
    if (was === undefined) return []
    return names
      .filter((name) => !Object.is(was[name], row[name]))
      .map((column) => ({
        ...{ ticker: row.ticker, session: row.session },
        column,
        old: was[column],
        now: row[column],
      }))
  })
  const end = Math.max(...before.map(({ session }) => session))
  const fresh = after.filter((row) => !old.has(keyOf(row)))
  return {
    changed,
    appended: fresh.filter(({ session }) => session > end),
    inserted: fresh.filter(({ session }) => session <= end),
    removed: before.filter((row) => !now.has(keyOf(row))),
  }
}

/** Counts of a list by a text. */
function tally<A>(list: ReadonlyArray<A>, of: (item: A) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of list) counts[of(item)] = (counts[of(item)] ?? 0) + 1
  return counts
}

const withoutNull = (pairs: ReadonlyArray<readonly [string, number | undefined]>) =>
  Object.fromEntries(pairs.filter(([, count]) => count !== undefined && count > 0))

describe("the difference of two snapshots", () => {
  it("is that of comparing cell by cell, for revised, inserted, removed and appended rows", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const next = chance(seed)
        const before = market(seed)
        const split = parseIsoDate("2021-02-01")!
        const older = before.filter(({ session }) => session < split && next() < 0.98)
        const kept = before.filter(({ session, ticker }) =>
          session < split ? next() < 0.98 : ticker !== "DDD" || session > split + 9,
        )
        const after = kept.map((row) => {
          if (next() < 0.98) return row
          const column = names[Math.floor(next() * names.length)]!
          const isGone = column !== "dividend" && column !== "split_ratio" && next() < 0.2
          return { ...row, [column]: isGone ? NaN : next() * 50 }
        })
        const diff = await compare(older, after)
        const truth = naive(older, after)
        const rowCounts = (kind: "appended" | "inserted" | "removed") =>
          withoutNull(diff.symbols.map((symbol) => [symbol.ticker, symbol[kind]?.rows] as const))
        for (const kind of ["appended", "inserted", "removed"] as const)
          expect(rowCounts(kind), kind).toEqual(tally(truth[kind], ({ ticker }) => ticker))
        expect(diff.rescaled_cells).toBe(0)
        expect(diff.revised_cells).toBe(truth.changed.length)
        for (const { ticker, revised } of diff.symbols) {
          for (const {
            column,
            cells,
            first,
            last,
            largest_relative,
            became_known,
            became_unknown,
          } of revised) {
            const mine = truth.changed.filter((cell) => cell.ticker === ticker && cell.column === column)
            const relative = mine
              .filter((cell) => !Number.isNaN(cell.old) && !Number.isNaN(cell.now) && cell.old !== 0)
              .map((cell) => Math.abs(cell.now - cell.old) / Math.abs(cell.old))
            expect({ cells, first, last, largest_relative, became_known, became_unknown }).toEqual({
              cells: mine.length,
              first: formatIsoDate(Math.min(...mine.map(({ session }) => session))),
              last: formatIsoDate(Math.max(...mine.map(({ session }) => session))),
              largest_relative: relative.length === 0 ? null : Math.max(...relative),
              became_known: mine.filter((cell) => Number.isNaN(cell.old)).length,
              became_unknown: mine.filter((cell) => Number.isNaN(cell.now)).length,
            })
          }
        }
      }),
      { seed: 2, numRuns: 12 },
    )
  })

  it("tells a vendor's back-adjustment by its factor and date, and counts beside it what was revised", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        fc.constantFrom("2019-11-01", "2020-01-02", "2020-09-15"),
        async (seed, factor, date) => {
          const before = market(seed)
          const day = parseIsoDate(date)!
          const own = before.filter(({ ticker }) => ticker === "BBB")
          const revisedRow = own[Math.floor(own.length / 8)]!
          const after = before.map((row) => {
            if (row.ticker !== "BBB") return row
            const scaled = row.session < day ? roundTo(6, row.adj_close * factor) : row.adj_close
            return { ...row, adj_close: row === revisedRow ? 123.456 : scaled }
          })
          const diff = await compare(before, after)
          const truth = naive(before, after)
          expect(diff.symbols.map(({ ticker }) => ticker)).toEqual(["BBB"])
          const [{ rescaled, revised }] = diff.symbols as [SnapshotDiff["symbols"][number]]
          expect(rescaled.length).toBe(1)
          const firstUnscaled = own.find(
            ({ session, adj_close }) => session >= day && !Number.isNaN(adj_close),
          )!
          const lastScaled = own.findLast(
            ({ session, adj_close }) => session < day && !Number.isNaN(adj_close),
          )!
          expect(rescaled[0]).toMatchObject({ columns: ["adj_close"], from: null })
          const told = parseIsoDate(rescaled[0]!.before)!
          expect(told).toBeGreaterThan(lastScaled.session)
          expect(told).toBeLessThanOrEqual(firstUnscaled.session)
          expect(Math.abs(rescaled[0]!.factor / factor - 1)).toBeLessThan(1e-4)
          expect(revised.map(({ column, cells }) => [column, cells])).toEqual([["adj_close", 1]])
          expect(diff.revised_cells + diff.rescaled_cells).toBe(truth.changed.length)
          expect(diff.revised_cells).toBe(1)
        },
      ),
      { seed: 4, numRuns: 12 },
    )
  })

  it("tells the back-adjustment for a dividend among the appended sessions by its ex-date", async () => {
    const all = market(7).filter(({ adj_close }) => !Number.isNaN(adj_close))
    const end = parseIsoDate("2021-02-01")!
    const ex = all.find(({ ticker, session }) => ticker === "CCC" && session > end + 7)!
    const before = all.filter(({ session }) => session <= end).map((row) => ({ ...row, dividend: 0 }))
    const after = all.map((row) =>
      row.ticker !== "CCC"
        ? { ...row, dividend: 0 }
        : {
            ...row,
            dividend: row.session === ex.session ? 0.5 : 0,
            adj_close: row.session < ex.session ? row.adj_close * 0.97 : row.adj_close,
          },
    )
    const diff = await compare(before, after)
    expect(diff.revised_cells).toBe(0)
    expect(diff.symbols.find(({ ticker }) => ticker === "CCC")!.rescaled).toMatchObject([
      { columns: ["adj_close"], from: null, before: formatIsoDate(ex.session) },
    ])
  })

  it("tells a split that was re-based in prices, volume and dividends", async () => {
    const day = parseIsoDate("2020-06-01")!
    const before = market(11)
    const after = before.map((row) =>
      row.ticker !== "AAA" || row.session >= day
        ? row
        : {
            ...row,
            ...Object.fromEntries(prices.map((name) => [name, row[name] / 4])),
            volume: row.volume * 4,
            dividend: row.dividend / 4,
          },
    )
    const diff = await compare(before, after)
    expect(diff.revised_cells).toBe(0)
    expect(diff.rescaled_cells).toBe(naive(before, after).changed.length)
    const [{ ticker, rescaled }] = diff.symbols as [SnapshotDiff["symbols"][number]]
    expect(ticker).toBe("AAA")
    const factors = Object.fromEntries(
      rescaled.flatMap(({ columns: some, factor }) => some.map((name) => [name, factor])),
    )
    expect(factors).toEqual({ open: 0.25, high: 0.25, low: 0.25, close: 0.25, volume: 4, dividend: 0.25 })
  })

  it("names assets that came and went, and facts of the manifests, and does not count their rows", async () => {
    const before = market(3).filter(({ ticker }) => ticker !== "DDD")
    const after = market(3).filter(({ ticker }) => ticker !== "AAA")
    const facts = { currency: "EUR", delisted: { BBB: "2021-03-01", DDD: "2021-03-01" } }
    const diff = await compare(before, after, facts)
    expect(diff.new_symbols.map(({ ticker }) => ticker)).toEqual(["DDD"])
    expect(diff.gone_symbols.map(({ ticker }) => ticker)).toEqual(["AAA"])
    expect(diff.symbols).toEqual([])
    expect([diff.removed_rows, diff.inserted_rows, diff.revised_cells]).toEqual([0, 0, 0])
    expect(diff.facts.map(({ path }) => path)).toEqual(["currency", "default_universe", "delisted.BBB"])
  })

  it("reads nothing of years that are equal by hash", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const before = market(5)
        const target = before.find(({ session }) => session > parseIsoDate("2021-01-05")!)!
        const after = before.map((row) => (row === target ? { ...row, volume: 7 } : row))
        yield* SnapshotStore.use((s) => s.write("a", barsOf(before), meta))
        yield* SnapshotStore.use((s) => s.write("b", barsOf(after), meta))
        for (const name of ["a", "b"])
          yield* Effect.promise(() =>
            rename(join(folder, name, "bars-2020.parquet"), join(folder, name, "gone")),
          )
        const { diff } = yield* diffSnapshots("a", "b")
        expect(diff.years).toEqual({ read: [2021], equal: [2019, 2020] })
        expect(diff.revised_cells).toBe(1)
      }),
    ))

  it("is nothing between equal snapshots, and the other way round it mirrors", async () => {
    const before = market(6)
    const same = await compare(before, before)
    expect(same).toMatchObject({ equal: true, symbols: [], appended: null, facts: [], revised_cells: 0 })
    const after = before
      .filter((_, i) => i % 50 !== 0)
      .map((row, i) => (i % 70 === 0 ? { ...row, high: 1 } : row))
    const [there, back] = [await compare(before, after), await compare(after, before)]
    expect([there.revised_cells, there.removed_rows]).toEqual([back.revised_cells, back.inserted_rows])
  })

  it("within what was read has the assets, dates and columns of that alone", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        const before = market(8)
        const after = before.map((row, i) => (i % 10 === 0 ? { ...row, close: 9, volume: 1 } : row))
        yield* SnapshotStore.use((s) => s.write("a", barsOf(before), meta))
        yield* SnapshotStore.use((s) => s.write("b", barsOf(after), meta))
        const last = parseIsoDate("2020-03-02")!
        const scope = { assets: ["BBB", "CCC"], last, columns: ["close"] as const }
        const { scoped } = yield* diffSnapshots("a", "b", [scope])
        const truth = naive(before, after).changed.filter(
          ({ ticker, column, session }) =>
            ["BBB", "CCC"].includes(ticker) && column === "close" && session <= last,
        )
        const found = scoped[0]!.flatMap(({ ticker, revised }) =>
          revised.map(({ column, cells }) => [`${ticker} ${column}`, cells] as const),
        )
        expect(Object.fromEntries(found)).toEqual(tally(truth, ({ ticker, column }) => `${ticker} ${column}`))
      }),
    ))
})
