import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { AttributionByAsset } from "../../../src/pipeline/attribution/byAsset.ts"
import { AttributionDaily } from "../../../src/pipeline/attribution/daily.ts"
import {
  AttributionSummary,
  type AttributionSummary as Summary,
  summaryType,
} from "../../../src/pipeline/attribution/summary.ts"
import { runNode } from "../metrics/fixtures.ts"
import { bookOf, type Session, sessions } from "./fixtures.ts"

const assets = ["A", "B", "C"]
const sectors = { A: "tech", B: "tech" }
const settings = { seed: 61, numRuns: 100 }

/** Four books that share sessions: equal weight, the exposure, half of it, and the study at 1.5 times that. */
function studyOf(list: ReadonlyArray<Session>, costRate = 1e-3) {
  const scaled = (factor: number) =>
    list.map((session) => ({ ...session, w: session.w?.map((x) => x * factor) }))
  const even = list.map((session) => ({ ...session, w: session.w?.map(() => 1 / 3) }))
  const [b0, b1, b2] = [even, scaled(1), scaled(0.5)].map((book) => bookOf(book, assets).book)
  const final = bookOf(scaled(0.75), assets)
  const [gross, g1, g2] = ["gross", "g1", "g2"].map((name) => Series.column(final.book, name))
  const rate = list.map(({ w }) => (w === undefined ? 0 : costRate))
  const cost = gross!.map((_, t) => rate[t]! * g1![t]! * g2![t]!)
  const after = gross!.map((_, t) => g1![t]! * (1 - rate[t]!) * g2![t]! - 1)
  const net = Series.make(final.book.calendar, { gross: gross!, net: after, cost })
  const daily = runNode<Series.Series>(AttributionDaily, { b0, b1, b2, final: final.book, net })
  const parts = runNode<{ by_asset: Series.Series; by_side: Series.Series }>(AttributionByAsset, final)
  const window = Window.ofRows(net.calendar, 0, list.length - 1, "no sessions")
  return { net, daily, ...parts, window }
}

const summaryOf = (study: ReturnType<typeof studyOf>): Summary =>
  runNode<Summary>(AttributionSummary, study, { sectors })

describe("attribution/daily", () => {
  it("adds up each session: signal + allocation + leverage = gross, gross − cost = net, to 1e-12", () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const { daily } = studyOf(list)
        const part = (name: string) => Series.column(daily, name)
        const near = (left: number, right: number) => expect(Math.abs(left - right)).toBeLessThan(1e-12)
        for (let t = 0; t < list.length; t++) {
          near(part("market")[t]! + part("timing")[t]!, part("signal")[t]!)
          near(part("signal")[t]! + part("allocation")[t]! + part("leverage")[t]!, part("gross")[t]!)
          near(part("gross")[t]! - part("cost")[t]!, part("net")[t]!)
        }
      }),
      settings,
    )
  })
})

describe("attribution/summary", () => {
  it("adds up over time to the compounded return, gross and net, to 1e-10", () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const study = studyOf(list)
        const { parts, total, by_asset, by_side, by_sector, cash } = summaryOf(study)
        for (const basis of ["gross", "net"] as const) {
          const compounded =
            Series.column(study.net, basis).reduce((level, value) => level * (1 + value), 1) - 1
          const near = (sum: number, whole: number) => expect(Math.abs(sum - whole)).toBeLessThan(1e-10)
          const of = (name: keyof typeof parts) => parts[name][basis]!
          const rest = of("cost") + cash[basis]!
          const sum = (record: Readonly<Record<string, { gross: number | null; net: number | null }>>) =>
            Object.values(record).reduce((all, linked) => all + linked[basis]!, rest)
          near(total[basis]!, compounded)
          near(of("market") + of("timing"), of("signal"))
          near(of("signal") + of("allocation") + of("leverage") + of("cost"), compounded)
          near(sum(by_asset), compounded)
          near(sum(by_side), compounded)
          near(sum(by_sector), compounded)
        }
        expect(parts.cost.gross).toBe(0)
      }),
      settings,
    )
  })

  it("records what is left over, and groups assets by sector", () => {
    fc.assert(
      fc.property(sessions, (list) => {
        const summary = summaryOf(studyOf(list))
        expect(summary.max_abs_residual).toBeLessThan(1e-12)
        expect(summary.max_abs_residual_by_asset).toBeLessThan(1e-12)
        expect(summary.max_abs_residual_by_side).toBeLessThan(1e-12)
        expect(summary.max_abs_residual_cost).toBeLessThan(1e-12)
        expect(Object.keys(summary.by_sector)).toEqual(["tech", "unmapped"])
        expect(summary.by_sector["tech"]!.gross).toBe(
          summary.by_asset["A"]!.gross! + summary.by_asset["B"]!.gross!,
        )
        expect(summaryType.decode(summaryType.encode(summary))).toEqual(summary)
      }),
      settings,
    )
  })

  it("shows a residual where books do not belong together", () => {
    const study = studyOf([{ a: [0, 0, 0], b: [0.1, 0, 0], w: [0.5, 0, 0] }])
    const [gross, rest] = [Series.column(study.daily, "gross"), Series.column(study.daily, "leverage")]
    const daily = {
      ...study.daily,
      values: study.daily.values.map((value) => (value === rest[0] ? value + 0.01 : value)),
    }
    expect(gross[0]).toBeGreaterThan(0)
    expect(summaryOf({ ...study, daily }).max_abs_residual).toBeCloseTo(0.01, 12)
  })

  it("is one session's parts themselves where there is one session", () => {
    const study = studyOf([{ a: [0, 0, 0], b: [0.1, -0.1, 0.02], w: [0.5, 0.1, -0.3] }])
    const { parts } = summaryOf(study)
    for (const name of ["market", "timing", "signal", "allocation", "leverage"] as const)
      expect(parts[name].net).toBeCloseTo(Series.column(study.daily, name)[0]!, 15)
    expect(parts.cost.net).toBeCloseTo(-Series.column(study.daily, "cost")[0]!, 15)
  })

  it("counts only the window", () => {
    const flat = { a: [0, 0, 0], b: [0.1, 0.1, 0.1], w: [1, 0, 0] }
    const study = studyOf([flat, flat, flat])
    const cut = { ...study, window: Window.ofRows(study.net.calendar, 2, 2, "") }
    expect(summaryOf(cut).total.gross).toBeCloseTo(Series.column(study.net, "gross")[2]!, 15)
    expect(summaryOf(cut).n).toBe(1)
  })

  it("has no links, with a reason, through a total loss", () => {
    const lost = { a: [0, 0, 0], b: [-1, 0, 0], w: [4 / 3, 0, 0] } // × 0.75: everything
    const calm = { a: [0, 0, 0], b: [0.01, 0, 0], w: [0.1, 0, 0] }
    const { parts, total, by_asset, by_sector, reasons, n } = summaryOf(studyOf([calm, lost]))
    expect(n).toBe(2)
    expect(total.gross).toBeCloseTo(-1, 12)
    expect(parts.signal).toEqual({ gross: null, net: null })
    expect(by_asset["A"]).toEqual({ gross: null, net: null })
    expect(by_sector["tech"]).toEqual({ gross: null, net: null })
    expect(reasons["gross"]).toMatch(/total loss/)
  })

  it("ends with ruin by costs: what comes after does not count, and −1 is no residual", () => {
    const flat = { a: [0, 0, 0], b: [0.1, 0.1, 0.1], w: [0.5, 0, 0] }
    const study = studyOf([flat, flat, flat])
    const width = study.daily.assets.length
    const values = study.daily.values.slice()
    values[width + study.daily.assets.indexOf("net")] = -1
    values.fill(NaN, 2 * width)
    const summary = summaryOf({ ...study, daily: { ...study.daily, values } })
    expect(summary.n).toBe(2)
    expect(summary.total.net).toBe(-1)
    expect(summary.max_abs_residual_cost).toBeLessThan(1e-12)
    expect(summary.reasons).toEqual({ net: "a return of −1 or less: nothing compounds through a total loss" })
    expect(summary.parts.signal.gross).not.toBeNull()
  })

  it("says when a book of the parts was ruined, and when nothing counts", () => {
    const study = studyOf([{ a: [0, 0, 0], b: [0.1, 0, 0], w: [0.5, 0, 0] }])
    const at = study.daily.assets.indexOf("allocation")
    const daily = { ...study.daily, values: study.daily.values.map((value, i) => (i === at ? NaN : value)) }
    const ruined = summaryOf({ ...study, daily })
    expect(ruined.reasons).toEqual({ allocation: "a book of the parts was ruined" })
    expect(ruined.parts.allocation).toEqual({ gross: null, net: null })
    // what does not need that book stands
    expect(ruined.parts.signal.gross).not.toBeNull()
    expect(ruined.by_side.long.gross! + ruined.by_side.short.gross! + ruined.cash.gross!).toBeCloseTo(
      ruined.total.gross!,
      12,
    )
    expect(ruined.max_abs_residual).toBeNull()
    const empty = summaryOf({ ...study, window: Window.empty("no decision had an eligible asset") })
    expect(empty.total).toEqual({ gross: null, net: null })
    expect(empty.reasons["net"]).toBe("no decision had an eligible asset")
  })
})
