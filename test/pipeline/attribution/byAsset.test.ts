import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { AttributionByAsset } from "../../../src/pipeline/attribution/byAsset.ts"
import { Fills } from "../../../src/pipeline/execution/fills/fills.ts"
import { runNode, weekdays } from "../metrics/fixtures.ts"
import { bookOf, sessions } from "./fixtures.ts"

type Split = { readonly by_asset: Series.Series; readonly by_side: Series.Series }
const split = (book: ReturnType<typeof bookOf>): Split => runNode<Split>(AttributionByAsset, book)
const settings = { seed: 51, numRuns: 200 }

describe("attribution/by-asset", () => {
  it("splits gross by asset and by side without a rest, to 1e-12", () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const book = bookOf(list, ["A", "B", "C"])
        const gross = Series.column(book.book, "gross")
        const { by_asset, by_side } = split(book)
        for (const part of [by_asset, by_side]) {
          const width = part.assets.length
          gross.forEach((value, t) => {
            const total = part.values.subarray(t * width, (t + 1) * width).reduce((sum, x) => sum + x, 0)
            expect(Math.abs(total - value)).toBeLessThan(1e-12)
          })
        }
      }),
      settings,
    )
  })

  it("gives each half of a session that turns a position round to the side that held it", () => {
    const session = (w: number, a: number, b: number) => ({ a: [a], b: [b], w: [w] })
    const { by_side } = split(
      bookOf([session(0.5, 0, 0), session(-0.5, 0.1, 0.2), session(0.5, 0.02, 0.04)], ["A"]),
    )
    const [long, short, cash] = ["long", "short", "cash"].map((name) => Series.column(by_side, name))
    const g1 = 1 + 0.5 * 0.1 + 0.5 * 1e-4
    expect(long![1]).toBeCloseTo(0.5 * 0.1, 15)
    expect(short![1]).toBeCloseTo(g1 * -0.5 * 0.2, 15)
    expect(cash![1]).toBe(0.5 * 1e-4)
    const h = (-0.5 * 1.2) / 0.9
    expect(short![2]).toBeCloseTo(h * 0.02 + h * 2e-4, 15)
    expect(long![2]).toBeCloseTo((1 + h * 0.02 + h * 2e-4 + (1 - h) * 1e-4) * 0.5 * 0.04, 15)
  })

  it("treats an asset that is not there like one that is NaN throughout, but for its own column", () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const book = bookOf(list, ["A", "B", "C"])
        const wide = (panel: Panel.Panel): Panel.Panel =>
          Panel.fromColumns(
            panel.calendar,
            ["A", "Z", "B", "C"],
            [0, -1, 1, 2].map((i) =>
              i < 0 ? new Float64Array(list.length).fill(NaN) : Panel.column(panel, i),
            ),
          )
        const { contribution, held, filled, drifted } = book
        const panels = {
          contribution: wide(contribution),
          held: wide(held),
          filled: wide(filled),
          drifted: wide(drifted),
        }
        const [ours, theirs] = [split({ ...book, ...panels }), split(book)]
        expect(ours.by_side).toEqual(theirs.by_side)
        expect(Series.column(ours.by_asset, "B")).toEqual(Series.column(theirs.by_asset, "B"))
        expect(Series.column(ours.by_asset, "Z").every(Number.isNaN)).toBe(true)
      }),
      { ...settings, numRuns: 30 },
    )
  })

  it("needs no row but its own and the one before", () => {
    fc.assert(
      fc.property(sessions, fc.nat(29), (list, at) => {
        const book = bookOf(list, ["A", "B", "C"])
        const from = Math.max(0, Math.min(at, list.length - 1) - 1)
        const cut = Object.fromEntries(
          Object.entries(book).map(([name, panel]) => [name, Panel.slice(panel, from, list.length)]),
        ) as unknown as ReturnType<typeof bookOf>
        const skip = from === 0 ? 0 : 1
        const whole = Panel.slice(split(book).by_side, from + skip, list.length).values
        expect(Panel.slice(split(cut).by_side, skip, list.length - from).values).toEqual(whole)
      }),
      { ...settings, numRuns: 50 },
    )
  })

  it("splits books of execution/fills: shorts, waiting orders, fees, a delisting", () => {
    const cell = fc.double({ min: -0.05, max: 0.05, noNaN: true })
    const weight = fc.option(fc.double({ min: -0.6, max: 0.6, noNaN: true }), { nil: 0 })
    const row = fc.record({
      decides: fc.boolean(),
      weights: fc.array(weight, { minLength: 2, maxLength: 2 }),
      a: fc.array(cell, { minLength: 2, maxLength: 2 }),
      b: fc.array(fc.option(cell, { nil: NaN, freq: 4 }), { minLength: 2, maxLength: 2 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 25 }), (rows) => {
        const calendar = Calendar.make(weekdays(rows.length))
        const panel = (of: (row: (typeof rows)[number], i: number, t: number) => number) =>
          Panel.make(
            calendar,
            ["A", "B"],
            Float64Array.from(rows.flatMap((r, t) => [of(r, 0, t), of(r, 1, t)])),
          )
        const gone = Math.floor(rows.length / 2)
        const after = panel(({ b }, i) => b[i]!)
        const inputs = {
          targets: panel(({ decides, weights }, i) => (decides ? weights[i]! : NaN)),
          before_fill: panel(({ a, b }, i) => (Number.isNaN(b[i]) ? NaN : a[i]!)),
          after_fill: after,
          close_to_close: panel(({ a, b }, i) => (1 + a[i]!) * (1 + (b[i]! || 0)) - 1),
          listing: panel((_, i, t) => (i === 0 || t < gone ? 1 : t === gone ? -1 : NaN)),
        }
        const fees = { cash_rate: 0.03, financing_spread: 0.02, short_borrow: 0.04, periods_per_year: 252 }
        const timing = {
          signal_time: "close",
          execution_time: "next_open",
          delay_sessions: 0,
          delisting_return: -0.3,
        }
        type Out = { readonly out: ReturnType<typeof bookOf> }
        const { out } = runNode<Out>(Fills, inputs, { ...fees, ...timing })
        const gross = Series.column(out.book, "gross")
        const { by_asset, by_side } = split(out)
        const [long, short, cash] = ["long", "short", "cash"].map((name) => Series.column(by_side, name))
        gross.forEach((value, t) => {
          const assets = by_asset.values.subarray(t * 3, t * 3 + 3).reduce((sum, x) => sum + (x || 0), 0)
          expect(Math.abs(assets - value)).toBeLessThan(1e-12)
          expect(Math.abs(long![t]! + short![t]! + cash![t]! - value)).toBeLessThan(1e-12)
        })
      }),
      { ...settings, numRuns: 100 },
    )
  })

  it("keeps an asset named cash apart from cash, and copes with no assets and no rows", () => {
    const book = bookOf([{ a: [0], b: [0.1], w: [1] }], ["cash"])
    expect(split(book).by_asset.assets).toEqual(["cash", "cash (interest)"])
    expect([...split(bookOf([{ a: [], b: [], w: [] }], [])).by_side.values]).toEqual([0, 0, 1e-4])
    expect(split(bookOf([], ["A"])).by_side.values.length).toBe(0)
  })

  it("is NaN where the book has ended", () => {
    const book = bookOf([{ a: [0], b: [0.1], w: [1] }], ["A"])
    for (const panel of Object.values(book)) panel.values.fill(NaN)
    expect(split(book).by_side.values.every(Number.isNaN)).toBe(true)
  })
})
