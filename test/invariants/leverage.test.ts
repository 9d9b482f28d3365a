/** Leverage is one factor on one row: the one that the volatility target asks for, within its bounds. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type GivenStudy, studies } from "../dags/studies.ts"
import { columnAt, inputOf, panelAt, type Program } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import {
  bookOf,
  estimateLag,
  expectNear,
  lagOf,
  orZero,
  rowsOf,
  rowsOfPanel,
  run,
  set,
  sum,
} from "./given.ts"

/** Nothing after the leverage changes the row. */
const bare = { min_assets_held: 1, cap_mode: "pre_leverage", estimator: "realised" }
const levered = { ...bare, vol_lookback: 10, min_leverage: 0.25, max_leverage: 3 }
const update = fc.constantFrom("rebalance", "daily")
const target = fc.constantFrom(0.02, 0.1, 0.4)

const leverTo = (given: GivenStudy, target_vol: number, leverage_update: string): Program =>
  run(set(given, { risk: { ...levered, target_vol, leverage_update }, costs: { turnover_basis: "traded" } }))

describe("leverage", () => {
  it("held at 1 leaves the weights as they are, bit for bit: at decisions, and set anew every session", () => {
    const seen = tally("rebalance", "daily")
    const property = fc.property(studies, update, (given, leverage_update) => {
      const one = { ...bare, target_vol: 0.1, leverage_update, min_leverage: 1, max_leverage: 1 }
      const program = run(set(given, { risk: one, costs: { turnover_basis: "traded" } }))
      seen.see(leverage_update)
      for (const port of ["held", "filled", "contribution"]) {
        const [b2, final] = ["b2", "final"].map((book) => panelAt(program, `execution/fills@${book}`, port))
        expect(final!.values, port).toEqual(b2!.values)
      }
      if (leverage_update === "daily") return
      const without = run(
        set(given, { risk: { ...bare, target_vol: undefined }, costs: { turnover_basis: "traded" } }),
      )
      for (const name of ["net", "cost"])
        expect(columnAt(program, "costs/net-returns", "output", name)).toEqual(
          columnAt(without, "costs/net-returns", "output", name),
        )
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("scales every weight of a row alike, once, and stays within its bounds", () => {
    const seen = tally("up", "down", "at the bound", "daily")
    const property = fc.property(studies, target, update, (given, target_vol, leverage_update) => {
      const program = leverTo(given, target_vol, leverage_update)
      const factors = columnAt(program, "allocation/volatility-target", "leverage", "leverage")
      const isDaily = leverage_update === "daily"
      const width = given.market.assets.length
      const before = isDaily
        ? panelAt(program, "execution/fills@b2", "filled").values
        : inputOf(program, "execution/fills@b2", "targets").values
      const after = inputOf(program, "execution/fills@final", "targets").values
      for (const [t, factor] of factors.entries()) {
        if (Number.isNaN(factor)) continue
        if (factor < levered.min_leverage || factor > levered.max_leverage)
          expect.fail(`leverage ${factor} at session ${t}`)
        for (let at = t * width; at < (t + 1) * width; at++)
          expectNear(orZero(after[at]), factor * orZero(before[at]), `session ${t}`, 1e-13)
        seen.see("up", factor > 1)
        seen.see("down", factor < 1)
        seen.see("at the bound", factor === 3 || factor === 0.25)
        seen.see("daily", isDaily)
      }
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("brings the sample deviation of the unlevered book's last returns, known at the decision, to the target", () => {
    const seen = tally("within bounds", "too few returns", "daily", "a session left out")
    const property = fc.property(studies, target, update, (given, target_vol, leverage_update) => {
      const program = leverTo(given, target_vol, leverage_update)
      const perYear = given.market.calendar === "nyse" ? 252 : 365
      const behind = estimateLag(program) + (leverage_update === "daily" ? lagOf(program) : 0)
      const { column } = bookOf(program, "b2")
      const [growth, filled] = [column("gross"), column("filled")]
      const first = filled.indexOf(1)
      const factors = columnAt(program, "allocation/volatility-target", "leverage", "leverage")
      const decided = rowsOf(program, "allocation/volatility-target", "weights")
      for (const [t, factor] of factors.entries()) {
        if (Number.isNaN(factor) || decided[t]!.every(Number.isNaN)) continue
        const end = t - behind + 1
        const isEnough = first >= 0 && end - levered.vol_lookback > first
        if (!isEnough) {
          expect(factor, `session ${t}`).toBe(1)
          seen.see("too few returns")
          continue
        }
        const sample = [...growth.slice(end - levered.vol_lookback, end)]
        const mean = sum(sample) / sample.length
        const squares = sum(sample.map((value) => (value - mean) ** 2))
        const deviation = Math.sqrt((squares / (sample.length - 1)) * perYear)
        if (sample.some(Number.isNaN) || deviation < 1e-6) continue
        const wanted = Math.min(3, Math.max(0.25, target_vol / deviation))
        expectNear(factor, wanted, `session ${t}`, 1e-8)
        seen.see("within bounds", wanted !== 3 && wanted !== 0.25)
        seen.see("daily", leverage_update === "daily")
        seen.see("a session left out", estimateLag(program) === 1)
      }
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })

  it("by prediction brings the sample deviation that the wanted row would have had over the window to the target", () => {
    const seen = tally("within bounds", "a return not known", "a short", "a session left out")
    const property = fc.property(studies, target, (given, target_vol) => {
      const risk = { ...levered, estimator: "ex_ante", target_vol, leverage_update: "rebalance" }
      const program = run(
        set(given, { risk, allocation: { covariance: "sample", covariance_update: "rebalance" } }),
      )
      const perYear = given.market.calendar === "nyse" ? 252 : 365
      const { window } = program.config.allocation
      const factors = columnAt(program, "allocation/ex-ante-volatility-target", "leverage", "leverage")
      const wanted = rowsOfPanel(inputOf(program, "execution/fills@b2", "targets"))
      const returns = rowsOf(program, "data/returns", "estimation")
      for (const [t, factor] of factors.entries()) {
        if (Number.isNaN(factor)) continue
        const end = t - estimateLag(program) + 1
        const held = [...wanted[t]!.keys()].filter((i) => orZero(wanted[t]![i]) !== 0)
        const rows = returns.slice(Math.max(0, end - window), Math.max(0, end))
        const unknown = rows.some((row) => held.some((i) => Number.isNaN(row[i]!)))
        const earned = rows.map((row) => sum(held.map((i) => wanted[t]![i]! * row[i]!)))
        if (earned.length < window || unknown) {
          expect(factor, `session ${t}`).toBe(1)
          seen.see("a return not known", earned.length === window)
          continue
        }
        const mean = sum(earned) / window
        const squares = sum(earned.map((value) => (value - mean) ** 2))
        const deviation = Math.sqrt((squares / (window - 1)) * perYear)
        if (deviation < 1e-6) continue
        const asked = Math.min(3, Math.max(0.25, target_vol / deviation))
        expectNear(factor, asked, `session ${t}`, 1e-8)
        seen.see("within bounds", asked !== 3 && asked !== 0.25)
        seen.see(
          "a short",
          wanted[t]!.some((weight) => weight < 0),
        )
        seen.see("a session left out", estimateLag(program) === 1)
      }
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })
})
