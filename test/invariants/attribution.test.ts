/** Parts add up: what is attributed is all of the return, each session and over time, and nothing twice. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Contributions } from "../../src/pipeline/attribution/byRebalance.ts"
import type { AttributionSummary } from "../../src/pipeline/attribution/summary.ts"
import { studies } from "../dags/studies.ts"
import { columnAt, documentAt, type Program } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, expectNear, rowsOf, run, set, sum, unbounded } from "./given.ts"

const daily = (program: Program, column: string) => columnAt(program, "attribution/daily", "output", column)

describe("attribution", () => {
  it("is all of the return of each session: signal + allocation + leverage, all assets + cash, long + short + cash", () => {
    const seen = tally("market", "timing", "allocation", "leverage", "short", "cash")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const names = ["market", "timing", "signal", "allocation", "leverage", "gross"] as const
      const [market, timing, signal, allocation, leverage, whole] = names.map((name) => daily(program, name))
      const books = (["b0", "b1", "b2", "final"] as const).map((name) =>
        bookOf(program, name).column("gross"),
      )
      const [byAsset, bySide] = ["by_asset", "by_side"].map((port) =>
        rowsOf(program, "attribution/by-asset", port),
      )
      const end = Math.min(
        ...books.map((growth) => (growth.indexOf(-1) < 0 ? growth.length : growth.indexOf(-1))),
      )
      const lost = daily(program, "net").indexOf(-1)
      for (let t = 0; t < (lost < 0 ? end : Math.min(lost, end)); t++) {
        const where = `session ${t}`
        expectNear(signal![t]! + allocation![t]! + leverage![t]!, whole![t]!, where, 1e-12)
        expectNear(market![t]! + timing![t]!, signal![t]!, `market and timing of ${where}`, 1e-12)
        // each part is what its book has more than the one before
        expectNear(allocation![t]!, books[2]![t]! - books[1]![t]!, `allocation of ${where}`, 1e-12)
        expectNear(leverage![t]!, books[3]![t]! - books[2]![t]!, `leverage of ${where}`, 1e-12)
        expectNear(sum(byAsset![t]!), whole![t]!, `assets of ${where}`, 1e-12)
        expectNear(sum(bySide![t]!), whole![t]!, `sides of ${where}`, 1e-12)
        seen.see("market", market![t] !== 0)
        seen.see("timing", timing![t] !== 0)
        seen.see("allocation", allocation![t] !== 0)
        seen.see("leverage", leverage![t] !== 0)
        seen.see("short", bySide![t]![1] !== 0)
        seen.see("cash", bySide![t]![2] !== 0)
      }
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })

  it("over time is all of the compounded return, gross and net of costs", () => {
    const seen = tally("gross", "net", "sectors")
    const property = fc.property(studies, (given) => {
      const { total, parts, by_asset, by_side, by_sector, cash } = documentAt<AttributionSummary>(
        run(given),
        "attribution/summary",
      )
      for (const side of ["gross", "net"] as const) {
        const own = (linked: AttributionSummary["total"]) => linked[side] ?? NaN
        const cost = own(parts.cost)
        const splits = {
          steps: own(parts.signal) + own(parts.allocation) + own(parts.leverage) + cost,
          market: own(parts.market) + own(parts.timing) + own(parts.allocation) + own(parts.leverage) + cost,
          assets: Object.values(by_asset).reduce((whole, part) => whole + own(part), own(cash) + cost),
          sides: own(by_side.long) + own(by_side.short) + own(cash) + cost,
          sectors: Object.values(by_sector).reduce((whole, part) => whole + own(part), own(cash) + cost),
        }
        for (const [name, found] of Object.entries(splits)) {
          if (Number.isNaN(found)) continue // a total loss: nothing links, and the summary says so
          // next to a total loss 1 + r has few digits left, and so has its logarithm
          const tolerance = 1e-10 + 1e-15 / (1 + total[side]!)
          expectNear(found, total[side]!, `${side} by ${name}`, tolerance)
          seen.see(side)
        }
        seen.see("sectors", Object.keys(by_sector).length > 1)
      }
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("of decisions is all of it too: their stretches add up to the whole and to each of its parts, the steps to each stretch", () => {
    const seen = tally("several decisions", "cost", "leverage", "allocation")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const whole = documentAt<AttributionSummary>(program, "attribution/summary")
      const { rebalances, total } = documentAt<Contributions>(program, "attribution/by-rebalance")
      for (const side of ["gross", "net"] as const) {
        const tolerance = 1e-12 + 1e-15 / (1 + (total[side] ?? 0)) + 1e-13 * Math.abs(total[side] ?? 0)
        const all = (of: (one: Contributions["rebalances"][number]) => number | null) =>
          rebalances.reduce((found, one) => found + (of(one) ?? NaN), 0)
        const compare = (found: number, wanted: number | null, what: string) => {
          if (wanted !== null && !Number.isNaN(found))
            expectNear(found, wanted, `${side}: ${what}`, tolerance)
        }
        compare(
          all((one) => one.total[side]),
          whole.total[side],
          "stretches",
        )
        for (const step of ["market", "timing", "signal", "allocation", "leverage", "cost"] as const) {
          compare(
            all((one) => one.parts[step][side]),
            whole.parts[step][side],
            step,
          )
        }
        for (const { decision, total: own, parts } of rebalances) {
          const steps = [parts.signal, parts.allocation, parts.leverage, parts.cost]
          compare(
            steps.reduce((found, step) => found + (step[side] ?? NaN), 0),
            own[side],
            `steps of ${decision}`,
          )
        }
      }
      expect(rebalances.reduce((count, { sessions }) => count + sessions, 0)).toBe(whole.n)
      for (const step of ["cost", "leverage", "allocation"] as const)
        seen.see(step, (whole.parts[step].net ?? 0) !== 0)
      seen.see("several decisions", rebalances.length > 2)
    })
    fc.assert(property, effort(80))
    expect(seen.missing()).toEqual([])
  })

  it("finds nothing where nothing was done: equal weights without caps have no part of allocation, no target no leverage", () => {
    const seen = tally("signal")
    const property = fc.property(studies, (given) => {
      const plain = set(given, {
        allocation: { method: "equal_weight", allocate_over: "universe" },
        risk: unbounded,
      })
      const program = run(plain)
      for (const name of ["allocation", "leverage"])
        for (const part of daily(program, name))
          if (part !== 0 && !Number.isNaN(part)) expect.fail(`${name} of ${part}`)
      seen.see(
        "signal",
        daily(program, "signal").some((part) => part !== 0),
      )
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })

  it("measures the signal by a book that no allocator has touched", () => {
    const seen = tally("different allocations")
    const property = fc.property(studies, (given) => {
      const both = [1e-8, 1].map((min_vol) =>
        run(set(given, { allocation: { method: "inverse_vol", min_vol } })),
      )
      for (const name of ["market", "timing", "signal"])
        expect(daily(both[0]!, name)).toEqual(daily(both[1]!, name))
      const [calm, equal] = both.map((program) => daily(program, "allocation"))
      seen.see(
        "different allocations",
        calm!.some((part, t) => Math.abs(part - equal![t]!) > 1e-9),
      )
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})
