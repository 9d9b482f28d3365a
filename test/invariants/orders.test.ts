/** What is decided is what is traded: when, for whom, once, and nothing else. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studies } from "../dags/studies.ts"
import { columnAt, inputOf } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import {
  bookOf,
  decidable,
  decidesFirst,
  expectAtMost,
  expectNear,
  fillPrice,
  gross,
  isDaily,
  lagOf,
  orZero,
  run,
} from "./given.ts"
import { listingOf } from "./market.ts"

describe("an order", () => {
  const seen = tally("waited", "replaced", "cancelled", "frozen", "delayed", "filled at the signal's close")

  it("fills at its asset's first price after the decision and its delay, once, unless the listing ends or a newer decision comes; nothing else is traded", () => {
    const property = fc.property(studies, (given) => {
      const { market } = given
      const program = run(given)
      const lag = lagOf(program)
      const isFirst = decidesFirst(program)
      const tradable = decidable(program)
      const listing = market.assets.map((asset) => listingOf(market, asset, program.config.data.delist_after))
      const trades = market.assets.map((asset, i) =>
        market.bars[asset]!.map(
          (bar, t) => listing[i]![t] === 1 && bar !== null && !Number.isNaN(fillPrice(program, bar)),
        ),
      )
      const decided = Float64Array.from(columnAt(program, "allocation/schedule", "output", "decision"))
      for (const name of ["b0", "b1", "b2", ...(isDaily(program) ? [] : (["final"] as const))] as const) {
        const targets = inputOf(program, `execution/fills@${name}`, "targets").values
        const { panel, column } = bookOf(program, name)
        const [drifted, filled, turnover] = [panel("drifted"), panel("filled"), panel("traded_turnover")]
        const width = market.assets.length
        const isDecision = (t: number) =>
          t >= 0 && decided[t] === 1 && tradable[t]!.some((state) => !Number.isNaN(state))
        const waiting = new Map<number, number>()
        const drop = (what: "replaced" | "cancelled", asset: number) => seen.see(what, waiting.delete(asset))
        for (let t = 0; t < market.sessions.length && column("ruin")[t] !== 1; t++) {
          const due = t - lag
          if ((isFirst && isDecision(t)) || isDecision(due))
            for (const asset of waiting.keys()) drop("replaced", asset)
          let scale = 1
          if (isDecision(due)) {
            const wish = targets.subarray(due * width, (due + 1) * width)
            const frozen = drifted[t]!.filter((_, i) => tradable[due]![i] !== 1)
            scale = Math.max(0, 1 - gross(frozen) / Math.max(1, gross(wish)))
            seen.see("frozen", scale < 1)
            for (const [i, states] of listing.entries()) {
              if (tradable[due]![i] !== 1) continue
              const isListed = states.slice(due + 1, t + 1).every((state) => state >= 0)
              if (isListed) waiting.set(i, orZero(wish[i]) * scale)
              seen.see("cancelled", !isListed)
            }
            seen.see("delayed", program.config.execution.delay_sessions > 0)
            seen.see("filled at the signal's close", isFirst)
          }
          for (const [i, states] of listing.entries()) {
            const where = `${market.assets[i]} of ${name} at session ${t}`
            if (!(states[t]! >= 0)) {
              drop("cancelled", i)
              expect(orZero(filled[t]![i]), where).toBe(0)
            } else if (waiting.has(i) && trades[i]![t]) {
              expectNear(filled[t]![i]!, waiting.get(i)!, where)
              waiting.delete(i)
            } else {
              seen.see("waited", waiting.has(i))
              expectNear(orZero(filled[t]![i]), orZero(drifted[t]![i]), `${where}, without an order`)
              if (turnover[t]![i]! > 0) expect.fail(`turnover without an order of ${where}`)
            }
          }
          if (!isFirst && isDecision(t)) for (const asset of waiting.keys()) drop("replaced", asset)
        }
      }
    })
    fc.assert(property, effort(400))
    expect(seen.missing()).toEqual([])
  })

  it("leaves room for what cannot be sold: all that is held after a fill is no more than what was wanted, or all capital", () => {
    const frozen = tally("frozen")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const [lag, width] = [lagOf(program), given.market.assets.length]
      const { panel, column } = bookOf(program, "b2")
      const targets = inputOf(program, "execution/fills@b2", "targets").values
      const [filled, drifted, tradable] = [panel("filled"), panel("drifted"), decidable(program)]
      const scale = column("scale")
      for (let t = lag; t < scale.length && column("ruin")[t] !== 1; t++) {
        if (Number.isNaN(scale[t]!)) continue
        const due = (t - lag) * width
        const isFrozen = (i: number) => tradable[t - lag]![i] !== 1
        const stuck = gross(drifted[t]!.filter((_, i) => isFrozen(i)))
        frozen.see("frozen", stuck > 0)
        const wanted = Math.max(1, gross(targets.subarray(due, due + width)))
        const ordered = gross(
          filled[t]!.filter((_, i) => !isFrozen(i) && panel("traded_turnover")[t]![i]! > 0),
        )
        expectAtMost(ordered + stuck, Math.max(wanted, stuck), `session ${t}`)
      }
    })
    fc.assert(property, effort(100))
    expect(frozen.missing()).toEqual([])
  })
})

describe("turnover", () => {
  it("is the whole way: on holdings, from what was there to what is there; on targets, from the last target that filled", () => {
    const seen = tally("fill", "way back to nothing", "death")
    const property = fc.property(studies, (given) => {
      const { market } = given
      const program = run(given)
      const listing = market.assets.map((asset) => listingOf(market, asset, program.config.data.delist_after))
      const { panel, column } = bookOf(program, "final")
      const [filled, drifted] = [panel("filled"), panel("drifted")]
      const [traded, target] = [panel("traded_turnover"), panel("target_turnover")]
      const last = new Float64Array(market.assets.length)
      const isOrder = (t: number, i: number) => column("fill_event")[t] === 1 && target[t]![i]! > 0
      for (let t = 0; t < market.sessions.length && column("ruin")[t] !== 1; t++) {
        let [change, cash] = [0, 0]
        for (let i = 0; i < last.length; i++) {
          const where = `${market.assets[i]} at session ${t}`
          const moved = orZero(filled[t]![i]) - orZero(drifted[t]![i])
          expectNear(orZero(traded[t]![i]), Math.abs(moved), `traded turnover of ${where}`)
          change += orZero(traded[t]![i])
          cash += moved
          const isOver = !(listing[i]![t]! >= 0)
          if (isOver) seen.see("death", last[i] !== 0 && !Number.isNaN(target[t]![i]!))
          const next = isOver ? 0 : isOrder(t, i) || traded[t]![i]! > 0 ? filled[t]![i]! : last[i]!
          expectNear(orZero(target[t]![i]), Math.abs(next - last[i]!), `target turnover of ${where}`)
          seen.see("fill", next !== last[i])
          seen.see("way back to nothing", next === 0 && last[i] !== 0)
          last[i] = next
        }
        expectAtMost(Math.abs(cash), change, `cash that moves at session ${t}, against turnover`)
        expectNear(column("traded_turnover")[t]!, change, `traded turnover of session ${t}`)
      }
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })
})
