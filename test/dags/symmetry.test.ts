/** What must not matter does not: the order of assets, an asset without prices, costs of nothing, leverage of one. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { columnsOf, differences } from "./panels.ts"
import { columnAt, panelAt, runProgram } from "./programStudy.ts"
import { type GivenStudy, studies } from "./studies.ts"

/** The study with some fields of a section set. */
function changed({ market, written }: GivenStudy, section: string, fields: object): GivenStudy {
  return { market, written: { ...written, [section]: { ...(written[section] as object), ...fields } } }
}

const run = ({ market, written }: GivenStudy) => runProgram(market, written)

/** The study on the same bars, its assets in this order. */
function inOrder(given: GivenStudy, assets: ReadonlyArray<string>): GivenStudy {
  return changed({ ...given, market: { ...given.market, assets } }, "data", { universe: assets })
}

describe("a study", () => {
  it("gives each asset the same numbers in any order of the assets", () => {
    const symmetric = fc.property(studies, (given) => {
      const turned = inOrder(given, given.market.assets.toReversed())
      const rows = given.market.sessions.length
      expect(differences(columnsOf(run(turned)), columnsOf(run(given)), rows, 1e-12)).toEqual([])
    })
    fc.assert(symmetric, { seed: 22, numRuns: 100 })
  })

  it("is the same, bit for bit, with an asset that never has a bar", () => {
    const property = fc.property(studies, fc.nat(7), (given, place) => {
      const { assets, bars, sessions } = given.market
      const names = assets.toSpliced(Math.min(place, assets.length), 0, "NONE")
      const market = { ...given.market, bars: { ...bars, NONE: sessions.map(() => null) } }
      const sectors = { ...(given.written["risk"] as { sectors: object }).sectors, NONE: "south" }
      const more = inOrder(changed({ ...given, market }, "risk", { sectors }), names)
      expect(differences(columnsOf(run(more)), columnsOf(run(given)), sessions.length)).toEqual([])
    })
    fc.assert(property, { seed: 23, numRuns: 100 })
  })

  it("nets what it grosses when trading is free", () => {
    const property = fc.property(studies, (given) => {
      const free = { spread_bps: 0, slippage_bps: 0, impact_coefficient: 0, overrides: {} }
      const program = run(changed(given, "costs", free))
      const [gross, net] = ["gross", "net"].map((name) =>
        columnAt(program, "costs/net-returns", "output", name),
      )
      expect(net).toEqual(gross)
    })
    fc.assert(property, { seed: 24, numRuns: 60 })
  })

  it("is its unlevered book when daily leverage is held at one, bit for bit", () => {
    const one = {
      target_vol: 0.1,
      leverage_update: "daily",
      min_leverage: 1,
      max_leverage: 1,
      cap_mode: "pre_leverage",
      min_assets_held: 1,
    }
    const property = fc.property(studies, (given) => {
      const program = run(changed(changed(given, "risk", one), "costs", { turnover_basis: "traded" }))
      for (const port of ["held", "filled", "contribution"]) {
        const [b2, final] = ["b2", "final"].map((book) => panelAt(program, `execution/fills@${book}`, port))
        expect(final!.values, port).toEqual(b2!.values)
      }
    })
    fc.assert(property, { seed: 25, numRuns: 60 })
  })
})
