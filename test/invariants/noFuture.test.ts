/** What comes later changes nothing: appended, hidden or replaced by noise, to the moment within a session. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import type { Bar } from "../oracle/types.ts"
import { columnsOf, differences } from "../dags/panels.ts"
import { columnAt, documentAt, type Program } from "../dags/programStudy.ts"
import type { RandomMarket } from "../dags/randomMarket.ts"
import { studies } from "../dags/studies.ts"
import { effort, tally } from "./effort.ts"
import {
  bookOf,
  books,
  gross,
  isDaily,
  lagOf,
  marketTo,
  rowsOf,
  run,
  set,
  withBars,
  withStrategies,
} from "./given.ts"

const share = fc.double({ min: 0, max: 1, noNaN: true })
const factor = fc.constantFrom(0.5, 0.9, 1.1, 3)

/** Prices of one bar in another world; what they are made of stays positive. */
const times = (bar: Bar, by: number): Bar => ({
  ...bar,
  open: bar.open * by,
  high: bar.high * by,
  low: bar.low * by,
  close: bar.close * by,
})

/** Other bars from a session on: moved up and down, each on its own. */
const noise = (market: RandomMarket, from: number, by: number): RandomMarket =>
  withBars(market, (bar, t, asset) =>
    t < from
      ? bar
      : times({ ...bar, volume: bar.volume * 2, dividend: 0 }, (t + asset.length) % 2 === 0 ? by : 1 / by),
  )

const hidden = (market: RandomMarket, from: number): RandomMarket =>
  withBars(market, (bar, t) => (t < from ? bar : null))

/**
 * The columns of a study whose data end, but for the equity that has not begun: its row of 1 stands on the session before the
 * first fill, and is written when that fill is there.
 */
function known(program: Program): ReturnType<typeof columnsOf> {
  const { window } = documentAt<Summary>(program, "metrics/summary")
  const columns = Object.entries(columnsOf(program))
  const begun = columns.filter(([name]) => !/^metrics\/(equity|drawdown)\./.test(name))
  return Object.fromEntries(window.first_fill === null ? begun : columns)
}

describe("the future", () => {
  it("appended to the data changes no number of the past, least of all of a decision on the last session", () => {
    const seen = tally("a decision on the last session")
    const property = fc.property(studies, share, fc.boolean(), (given, at, isAtDecision) => {
      const program = run(given)
      const decision = columnAt(program, "allocation/schedule", "output", "decision")
      const cuts = [...decision.keys()].filter((t) => !isAtDecision || decision[t] === 1)
      const rows = 1 + (cuts[Math.floor(at * (cuts.length - 1))] ?? -1)
      const part = run({ ...given, market: marketTo(given.market, rows) })
      expect(differences(columnsOf(program), known(part), rows)).toEqual([])
      seen.see("a decision on the last session", isAtDecision && rows > 0)
    })
    fc.assert(property, effort(200))
    expect(seen.missing()).toEqual([])
  })

  it("hidden, or replaced by noise, changes no number of the past", () => {
    const seen = tally("the rest differs")
    const property = fc.property(studies, share, factor, fc.boolean(), (given, at, by, isHidden) => {
      const rows = Math.floor(at * given.market.sessions.length)
      const market = isHidden ? hidden(given.market, rows) : noise(given.market, rows, by)
      const [own, other] = [run(given), run({ ...given, market })]
      expect(differences(columnsOf(own), known(other), rows)).toEqual([])
      const all = differences(columnsOf(own), columnsOf(other), given.market.sessions.length)
      seen.see("the rest differs", all.length > 100)
    })
    fc.assert(property, effort(200))
    expect(seen.missing()).toEqual([])
  })

  it("within a session: fills at the open do not know its high, low, close or volume", () => {
    const seen = tally("fill", "daily leverage")
    const property = fc.property(studies, share, factor, (given, at, by) => {
      const atOpen = set(given, { execution: { execution_time: "next_open", price_used: "open" } })
      const program = run(atOpen)
      const event = bookOf(program, "b1").column("fill_event")
      const fills = [...event.keys()].filter((t) => event[t] === 1)
      const t = fills[Math.floor(at * fills.length)]
      if (t === undefined) return
      const market = withBars(given.market, (bar, session) =>
        session === t ? { ...times(bar, by), open: bar.open, volume: bar.volume * 2 } : bar,
      )
      const other = run({ ...atOpen, market })
      for (const book of books)
        for (const port of ["drifted", "filled", "traded_turnover", "target_turnover"])
          expect(bookOf(other, book).panel(port)[t], `${port} of ${book}`).toEqual(
            bookOf(program, book).panel(port)[t],
          )
      const cost = (one: typeof program) =>
        columnAt(one, "costs/components", "rates", "total_traded_basis")[t]
      expect(cost(other)).toBe(cost(program))
      seen.see("fill")
      seen.see("daily leverage", isDaily(program))
    })
    fc.assert(property, effort(200))
    expect(seen.missing()).toEqual([])
  })

  it("within a session: a fill at the signal's close rests on no estimate that the close is part of", () => {
    const seen = tally("weights")
    const property = fc.property(studies, share, factor, (given, at, by) => {
      // no view, so that the close moves no intent and no date of a decision
      const atClose = set(withStrategies(given, { beta: { type: "passthrough" } }), {
        execution: { signal_time: "close", execution_time: "signal_close", price_used: undefined },
        allocation: { method: "inverse_vol" },
      })
      const program = run(atClose)
      const base = rowsOf(program, "allocation/inverse-vol")
      const rows = [...base.keys()].filter((t) => gross(base[t]!) > 0)
      const t = rows[Math.floor(at * rows.length)]
      if (t === undefined) return
      const market = withBars(given.market, (bar, session, asset) =>
        session === t && asset === "A0" ? times(bar, by) : bar,
      )
      expect(rowsOf(run({ ...atClose, market }), "allocation/inverse-vol")[t]).toEqual(base[t])
      seen.see("weights", given.market.assets.length > 1)
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})

describe("a decision at the open", () => {
  it("does not know the high, low, close or volume of its session", () => {
    const seen = tally("decision", "weights")
    const property = fc.property(studies, share, factor, (given, at, by) => {
      const atOpen = set(given, {
        execution: { signal_time: "open", execution_time: "next_close", price_used: undefined },
      })
      const program = run(atOpen)
      const decision = columnAt(program, "allocation/schedule", "output", "decision")
      const rows = [...decision.keys()].filter((t) => decision[t] === 1)
      const t = rows[Math.floor(at * rows.length)]
      if (t === undefined) return
      const market = withBars(given.market, (bar, session) =>
        session === t ? { ...times(bar, by), open: bar.open, volume: bar.volume * 2 } : bar,
      )
      const other = run({ ...atOpen, market })
      for (const id of ["execution/eligible", "execution/blend", "allocation/combine@b2"])
        expect(rowsOf(other, id)[t], id).toEqual(rowsOf(program, id)[t])
      seen.see("decision")
      seen.see("weights", gross(rowsOf(program, "allocation/combine@b2")[t]!) > 0)
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})

describe("the present", () => {
  it("is used: the close of a decision's session moves that decision's weights, where its fill comes later", () => {
    const seen = tally("moved")
    const property = fc.property(studies, share, (given, at) => {
      const plain = set(withStrategies(given, { beta: { type: "passthrough" } }), {
        execution: { signal_time: "close", execution_time: "next_open", price_used: undefined },
        allocation: { method: "inverse_vol", min_vol: 1e-8, allocate_over: "universe" },
      })
      const program = run(plain)
      const base = rowsOf(program, "allocation/inverse-vol")
      const rows = [...base.keys()].filter((t) => base[t]![0]! > 0 && base[t]![0]! < 1)
      const t = rows[Math.floor(at * rows.length)]
      if (t === undefined) return
      const market = withBars(given.market, (bar, session, asset) =>
        session === t && asset === "A0" ? times(bar, 1.5) : bar,
      )
      const moved = rowsOf(run({ ...plain, market }), "allocation/inverse-vol")[t]!
      expect(moved[0]).not.toBe(base[t]![0])
      seen.see("moved")
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})

describe("a delay", () => {
  const decisions = (delay_sessions: number) => ({ execution: { delay_sessions } })

  it("of k sessions moves every fill by k sessions, and the result, on prices that move", () => {
    const seen = tally("other result", "fills")
    const property = fc.property(studies, fc.integer({ min: 1, max: 5 }), (given, k) => {
      const [now, later] = [0, k].map((delay) => run(set(given, decisions(delay))))
      for (const program of [now!, later!]) {
        const due = bookOf(program, "b2").column("decision")
        const { sessions } = given.market
        for (const [t, day] of due.entries()) {
          if (Number.isNaN(day)) continue
          seen.see("fills")
          const decided = new Date(day * 86_400_000).toISOString().slice(0, 10)
          expect(t - sessions.indexOf(decided)).toBe(lagOf(program))
        }
      }
      const [returns, delayed] = [now!, later!].map((program) => bookOf(program, "b2").column("gross"))
      const isMoving = returns!.some((value) => Math.abs(value) > 1e-3)
      if (!isMoving || bookOf(now!, "b2").column("ruin").includes(1)) return
      const last = bookOf(now!, "b2").column("filled").indexOf(1)
      if (last + k >= returns!.length) return
      expect([...delayed!], "a delay without any effect").not.toEqual([...returns!])
      seen.see("other result")
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("changes nothing on prices that do not move", () => {
    const seen = tally("held")
    const property = fc.property(studies, fc.integer({ min: 1, max: 5 }), (given, k) => {
      const still = withBars(given.market, (bar) => ({
        ...times(bar, 0),
        open: 50,
        high: 50,
        low: 50,
        close: 50,
        dividend: 0,
        splitRatio: 1,
      }))
      const costless = { cash_rate: 0, financing_spread: 0, short_borrow: 0 }
      const constant = set(
        { ...given, market: { ...still, delisted: {} } },
        { costs: costless, data: { delisting_return: 0 }, allocation: { method: "equal_weight" } },
      )
      const [now, later] = [0, k].map((delay) => run(set(constant, decisions(delay))))
      for (const book of books) {
        const [returns, delayed] = [now!, later!].map((program) => bookOf(program, book).column("gross"))
        expect(delayed).toEqual(returns)
        expect(returns!.every((value) => Math.abs(value) < 1e-15)).toBe(true)
      }
      seen.see(
        "held",
        bookOf(now!, "b0")
          .panel("held")
          .some((row) => gross(row) > 0),
      )
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})
