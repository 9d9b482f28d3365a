/** Costs: paid by what is traded, on its day, at its asset's rates, and by nothing else. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { classPresets } from "../../src/pipeline/costs/classPresets.ts"
import { studies } from "../dags/studies.ts"
import { columnAt, type Program } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import {
  bookOf,
  expectAtMost,
  expectNear,
  free,
  orZero,
  rowsOf,
  run,
  set,
  sum,
  unbounded,
  withBars,
  withStrategies,
} from "./given.ts"

const parts = ["spread", "slippage", "impact"] as const
const net = (program: Program, column: string) => columnAt(program, "costs/net-returns", "output", column)
const rate = (program: Program, column: string) => columnAt(program, "costs/components", "rates", column)

/** Sessions before ruin, by costs or by prices. */
const lived = (program: Program): number => {
  const end = net(program, "net").indexOf(-1)
  return end < 0 ? net(program, "net").length : end
}

describe("costs", () => {
  it("of 0 leave net returns equal to gross returns, bit for bit", () => {
    const property = fc.property(studies, (given) => {
      const program = run(set(given, { costs: free }))
      expect(net(program, "net")).toEqual(net(program, "gross"))
      for (const part of [...parts, "cost"])
        expect(net(program, part).every((cost) => !(cost > 0))).toBe(true)
    })
    fc.assert(property, effort(60))
  })

  it("are all that lies between gross and net: gross − cost = net, and spread + slippage + impact = cost", () => {
    const seen = tally("spread", "slippage", "impact")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const [grossReturns, netReturns, cost] = [
        net(program, "gross"),
        net(program, "net"),
        net(program, "cost"),
      ]
      const each = parts.map((part) => net(program, part))
      for (let t = 0; t < lived(program); t++) {
        expectNear(netReturns[t]!, grossReturns[t]! - cost[t]!, `session ${t}`, 1e-12)
        expectNear(sum(each.map((part) => part[t]!)), cost[t]!, `parts of session ${t}`, 1e-12)
        for (const [k, part] of each.entries()) {
          if (part[t]! < 0) expect.fail(`${parts[k]} of ${part[t]} at session ${t}`)
          seen.see(parts[k]!, part[t]! > 0)
        }
      }
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("are what was traded on that session times its own asset's rates: half the spread and all slippage", () => {
    const seen = tally("own rate", "class rate", "usual rate", "target basis", "traded basis")
    const property = fc.property(
      studies,
      fc.constantFrom({ dear: { spread_bps: 40 } }, { A0: { spread_bps: 100 }, A1: { slippage_bps: 7 } }, {}),
      fc.boolean(),
      (given, wanted, isLarge) => {
        const { assets } = given.market
        const overrides = Object.fromEntries(
          Object.entries(wanted).filter(([name]) => name === "dear" || assets.includes(name)),
        ) as Record<string, { spread_bps?: number; slippage_bps?: number }>
        const name = isLarge ? "large_cap" : "dear"
        const hasClass = isLarge || "dear" in overrides
        const asset_classes = hasClass ? Object.fromEntries(assets.slice(1, 3).map((a) => [a, name])) : {}
        const program = run(set(given, { costs: { impact_coefficient: 0, overrides, asset_classes } }))
        const { costs } = program.config
        const bps = (asset: string, field: "spread_bps" | "slippage_bps"): number => {
          const own = overrides[asset]?.[field]
          const ofClass = overrides[asset_classes[asset] ?? ""]?.[field]
          const usual = asset_classes[asset] === "large_cap" ? classPresets.large_cap[field] : undefined
          seen.see("own rate", own !== undefined)
          seen.see("class rate", own === undefined && ofClass !== undefined)
          seen.see("usual rate", own === undefined && usual !== undefined)
          return (own ?? ofClass ?? usual ?? costs[field]) * costs.scale
        }
        const spreads = assets.map((asset) => bps(asset, "spread_bps"))
        const slippages = assets.map((asset) => bps(asset, "slippage_bps"))
        seen.see(`${costs.turnover_basis} basis`)
        const turnover = bookOf(program, "final").panel(`${costs.turnover_basis}_turnover`)
        const listing = rowsOf(program, "data/listing", "state")
        const { column } = bookOf(program, "final")
        for (let t = 0; t < lived(program); t++) {
          const paying = turnover[t]!.map((x, i) => (listing[t]![i] === 1 ? orZero(x) : 0))
          const growth = column("g1")[t]! * column("g2")[t]!
          const spread = sum(paying.map((x, i) => (x * spreads[i]!) / 2e4))
          const slippage = sum(paying.map((x, i) => (x * slippages[i]!) / 1e4))
          expectNear(net(program, "spread")[t]!, spread * growth, `spread of session ${t}`, 1e-11)
          expectNear(net(program, "slippage")[t]!, slippage * growth, `slippage of session ${t}`, 1e-11)
        }
      },
    )
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("grow in proportion to their scale, and weights do not depend on them", () => {
    const seen = tally("impact", "spread")
    const property = fc.property(studies, fc.constantFrom(0.5, 2, 4), (given, factor) => {
      const [once, more] = [1, factor].map((scale) => run(set(given, { costs: { scale } })))
      for (const part of [...parts, "total_target_basis", "total_traded_basis"] as const) {
        const [rates, scaled] = [rate(once!, part), rate(more!, part)]
        for (const [t, value] of rates.entries())
          expectNear(scaled[t]!, factor * value, `${part} of session ${t}`, 1e-12)
      }
      seen.see(
        "impact",
        rate(once!, "impact").some((value) => value > 0),
      )
      seen.see(
        "spread",
        rate(once!, "spread").some((value) => value > 0),
      )
      expect(bookOf(more!, "final").panel("held")).toEqual(bookOf(once!, "final").panel("held"))
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })

  it("that rise never raise the mean net return of holding everything equally", () => {
    const seen = tally("falls")
    const property = fc.property(studies, (given) => {
      const equal = set(withStrategies(given, { beta: { type: "passthrough" } }), {
        allocation: { method: "equal_weight" },
        risk: unbounded,
      })
      const means = [0, 0.5, 1, 2, 4].map((scale) => {
        const program = run(set(equal, { costs: { scale } }))
        const returns = net(program, "net")
        // after ruin, nothing is earned
        return { mean: sum(returns) / returns.length, lived: lived(program) }
      })
      for (const [k, { mean, lived: sessions }] of means.entries()) {
        if (k === 0 || sessions < given.market.sessions.length) continue
        expectAtMost(mean, means[k - 1]!.mean, `mean at the ${k + 1}th scale`, 1e-15)
        seen.see("falls", mean < means[k - 1]!.mean)
      }
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })

  it("are known before the fill: the volume and range of its own session do not move them", () => {
    const seen = tally("impact")
    const property = fc.property(studies, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const impact = set(given, { costs: { impact_coefficient: 1, scale: 1, overrides: {} } })
      const program = run(impact)
      const fills = bookOf(program, "final").column("fill_event")
      const sessions = [...fills.keys()].filter((t) => fills[t] === 1 && rate(program, "impact")[t]! > 0)
      const at = sessions[Math.floor(share * sessions.length)]
      if (at === undefined) return
      seen.see("impact")
      const market = withBars(given.market, (bar, t) => (t === at ? { ...bar, volume: bar.volume * 8 } : bar))
      expect(rate(run({ ...impact, market }), "impact")[at]).toBe(rate(program, "impact")[at])
    })
    fc.assert(property, effort(80))
    expect(seen.missing()).toEqual([])
  })

  it("of a name whose volume is not known are those of the dearest name of the same fill, never nothing", () => {
    const seen = tally("unknown beside known")
    const property = fc.property(studies, (given) => {
      if (given.market.assets.length === 1) return // refused: no volume at all
      const impact = set(given, {
        costs: { impact_coefficient: 1, scale: 1, overrides: {}, asset_classes: {} },
      })
      const market = withBars(given.market, (bar, _, asset) =>
        asset === "A0" ? { ...bar, volume: NaN } : bar,
      )
      const program = run({ ...impact, market })
      const paid = rowsOf(program, "costs/components", "by_asset")
      const listing = rowsOf(program, "data/listing", "state")
      const { costs } = program.config
      const turnover = bookOf(program, "final").panel(`${costs.turnover_basis}_turnover`)
      const fixed = (costs.spread_bps / 2 + costs.slippage_bps) / 1e4
      for (const [t, row] of paid.entries()) {
        const rates = [...row].map((cost, i) =>
          turnover[t]![i]! > 1e-9 && listing[t]![i] === 1 ? cost / turnover[t]![i]! - fixed : NaN,
        )
        const known = rates.slice(1).filter((each) => !Number.isNaN(each))
        if (Number.isNaN(rates[0]!) || known.length === 0) continue
        seen.see("unknown beside known", Math.max(...known) > 0)
        expectNear(rates[0]!, Math.max(rates[0]!, ...known), `session ${t}`, 1e-9)
        if (rates[0]! < Math.max(...known) - 1e-9) expect.fail(`an unknown volume is cheap at session ${t}`)
      }
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})
