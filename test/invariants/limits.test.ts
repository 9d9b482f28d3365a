/** What was set as a bound holds on every row that becomes an order. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studies } from "../dags/studies.ts"
import { inputOf, type Program } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import {
  type BookName,
  expectAtMost,
  expectNear,
  type Fields,
  gross,
  isDaily,
  rowsOf,
  run,
  set,
  sum,
  unbounded,
} from "./given.ts"

/** The rows of targets that a book trades, by session. */
function targetsOf(program: Program, book: BookName): ReadonlyArray<readonly [number, Float64Array]> {
  const { values, assets, calendar } = inputOf(program, `execution/fills@${book}`, "targets")
  const rows = Array.from(
    calendar.sessions,
    (_, t) => [t, values.subarray(t * assets.length, (t + 1) * assets.length)] as const,
  )
  return rows.filter(([, row]) => row.some((weight) => !Number.isNaN(weight)))
}

describe("a bound", () => {
  const capped = fc
    .tuple(studies, fc.record({ asset: fc.constantFrom(0.1, 0.3), sector: fc.constantFrom(0.25, 0.5) }))
    .map(([given, caps]) =>
      set(given, { risk: { max_weight_per_asset: caps.asset, max_sector_weight: caps.sector } }),
    )

  it("on the weight of an asset or of a sector holds for what is traded, also after leverage", () => {
    const seen = tally("an asset at its cap", "a sector at its cap", "short", "levered")
    const property = fc.property(capped, (given) => {
      const program = run(given)
      const { risk } = program.config
      const bounded: ReadonlyArray<BookName> = [
        ...(risk.cap_mode === "post_leverage" ? [] : (["b2"] as const)),
        ...(risk.cap_mode === "pre_leverage" || isDaily(program) ? [] : (["final"] as const)),
      ]
      for (const book of bounded)
        for (const [t, row] of targetsOf(program, book)) {
          const sectors = new Map<string, number>()
          for (const [i, weight] of row.entries()) {
            const size = Number.isNaN(weight) ? 0 : Math.abs(weight)
            const where = `${given.market.assets[i]} of ${book} at session ${t}`
            expectAtMost(size, risk.max_weight_per_asset!, where)
            const sector = risk.sectors![given.market.assets[i]!]!
            sectors.set(sector, (sectors.get(sector) ?? 0) + size)
            seen.see("an asset at its cap", size > risk.max_weight_per_asset! - 1e-9)
            seen.see("short", weight < 0)
          }
          for (const [sector, size] of sectors) {
            expectAtMost(size, risk.max_sector_weight!, `${sector} of ${book} at session ${t}`)
            seen.see("a sector at its cap", size > risk.max_sector_weight! - 1e-9)
          }
        }
      seen.see("levered", bounded.includes("final") && risk.target_vol !== undefined)
    })
    fc.assert(property, effort(200))
    expect(seen.missing()).toEqual([])
  })

  it("on the gross exposure holds before leverage; caps never raise it, and leverage raises it by no more than its own bound", () => {
    const seen = tally("all of it used", "levered")
    const property = fc.property(fc.oneof(studies, capped), (given) => {
      const program = run(given)
      const { execution, risk } = program.config
      const cap = execution.gross_exposure_cap
      const uncapped = rowsOf(program, "allocation/combine@b2")
      for (const book of ["b0", "b1", "b2"] as const)
        for (const [t, row] of targetsOf(program, book)) {
          expectAtMost(gross(row), book === "b0" ? 1 : cap, `gross of ${book} at session ${t}`)
          if (book === "b2") expectAtMost(gross(row), gross(uncapped[t]!), `gross of capped row ${t}`)
          seen.see("all of it used", gross(row) > cap - 1e-9)
        }
      if (isDaily(program)) return
      const most = risk.target_vol === undefined ? 1 : risk.max_leverage
      const unlevered = new Map(targetsOf(program, "b2"))
      for (const [t, row] of targetsOf(program, "final")) {
        expectAtMost(gross(row), most * gross(unlevered.get(t)!), `gross of session ${t}`)
        seen.see("levered", gross(row) > gross(unlevered.get(t)!) + 1e-9)
      }
    })
    fc.assert(property, effort(200))
    expect(seen.missing()).toEqual([])
  })

  it("long_only holds nothing short; a net target is met wherever both legs are there", () => {
    const seen = tally("short otherwise", "net target")
    const free: Fields = { ...unbounded }
    const signed = fc.tuple(studies, fc.constantFrom(0, 0.2, -0.5)).map(([given, net]) => [
      set(given, { execution: { long_only: true }, risk: free }),
      set(given, {
        execution: { long_only: false, net_exposure_target: net, gross_exposure_cap: 1 },
        risk: free,
      }),
    ])
    const property = fc.property(signed, ([longOnly, toNet]) => {
      for (const [t, row] of targetsOf(run(longOnly!), "final"))
        for (const weight of row)
          if (weight < 0) expect.fail(`${weight} at session ${t} of a long-only study`)
      const program = run(toNet!)
      for (const [t, row] of targetsOf(program, "final")) {
        const hasShorts = row.some((weight) => weight < 0)
        seen.see("short otherwise", hasShorts)
        if (!hasShorts || !row.some((weight) => weight > 0)) continue
        seen.see("net target")
        expectNear(sum(row), program.config.execution.net_exposure_target!, `net of session ${t}`)
        expectNear(gross(row), 1, `gross of session ${t}`)
      }
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })

  it("on the start holds: before it nothing is decided, traded or held", () => {
    const seen = tally("late start")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const { start } = program.config.period
      if (start === undefined) return
      const first = given.market.sessions.findIndex((session) => session >= start)
      const before = first < 0 ? given.market.sessions.length : first
      seen.see("late start", first > 0)
      const held = rowsOf(program, "execution/fills@final", "held").slice(0, before)
      expect(held.every((row) => gross(row) === 0)).toBe(true)
      for (const [t] of targetsOf(program, "b2")) expect(t).toBeGreaterThanOrEqual(before)
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})
