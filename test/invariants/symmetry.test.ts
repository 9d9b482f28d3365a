/** What must not matter does not: order, names that are not there, units of price and of capital, how a return was paid. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Bar } from "../oracle/types.ts"
import { columnsOf, differences } from "../dags/panels.ts"
import { type GivenStudy, studies } from "../dags/studies.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, free, run, set, withBars } from "./given.ts"

/** The study on the same bars, its assets in this order. */
const inOrder = (given: GivenStudy, assets: ReadonlyArray<string>): GivenStudy =>
  set({ ...given, market: { ...given.market, assets } }, { data: { universe: assets } })

/** What is not in units of price. */
function withoutPrices(columns: ReturnType<typeof columnsOf>): ReturnType<typeof columnsOf> {
  const priced = /^(data\/prices|data\/total-return-index|features\/bollinger.*\.(lower|upper)\.)/
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !priced.test(name)))
}

const inUnits = (bar: Bar, by: number): Bar => ({
  ...bar,
  open: bar.open * by,
  high: bar.high * by,
  low: bar.low * by,
  close: bar.close * by,
  dividend: bar.dividend * by,
})

describe("a study", () => {
  it("gives each asset the same numbers in any order of the assets", () => {
    const shuffled = studies.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray([...given.market.assets], { minLength: given.market.assets.length }),
      ),
    )
    const seen = tally("another order")
    const property = fc.property(shuffled, ([given, order]) => {
      const rows = given.market.sessions.length
      expect(differences(columnsOf(run(inOrder(given, order))), columnsOf(run(given)), rows, 1e-12)).toEqual(
        [],
      )
      seen.see(
        "another order",
        order.some((asset, i) => asset !== given.market.assets[i]),
      )
    })
    fc.assert(property, effort(300))
    expect(seen.missing()).toEqual([])
  })

  it("is the same, bit for bit, with an asset that never has a bar", () => {
    const property = fc.property(studies, fc.nat(7), (given, place) => {
      const { assets, bars, sessions } = given.market
      const names = assets.toSpliced(Math.min(place, assets.length), 0, "NONE")
      const market = { ...given.market, bars: { ...bars, NONE: sessions.map(() => null) } }
      const sectors = { ...(given.written["risk"] as { sectors: object }).sectors, NONE: "south" }
      const more = inOrder(set({ ...given, market }, { risk: { sectors } }), names)
      expect(differences(columnsOf(run(more)), columnsOf(run(given)), sessions.length)).toEqual([])
    })
    fc.assert(property, effort(200))
  })

  it("is the same, bit for bit, when an asset is quoted in other units, with impact off", () => {
    const seen = tally("held")
    const property = fc.property(studies, fc.constantFrom(1 / 64, 0.5, 4, 1024), (given, by) => {
      const plain = set(given, { costs: { impact_coefficient: 0, overrides: {}, asset_classes: {} } })
      const market = withBars(given.market, (bar, _, asset) => (asset === "A0" ? inUnits(bar, by) : bar))
      const [own, other] = [run(plain), run({ ...plain, market })]
      const rows = given.market.sessions.length
      expect(differences(columnsOf(other), withoutPrices(columnsOf(own)), rows)).toEqual([])
      seen.see(
        "held",
        bookOf(own, "final")
          .panel("held")
          .some((row) => Math.abs(row[0]!) > 0),
      )
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("is the same whatever the capital is and in whichever currency, with impact off", () => {
    const property = fc.property(
      studies,
      fc.constantFrom(1, 1e4, 1e9),
      fc.constantFrom(1 / 128, 2),
      (given, capital, by) => {
        const plain = set(given, { costs: { impact_coefficient: 0, overrides: {}, asset_classes: {} } })
        const market = withBars(given.market, (bar) => inUnits(bar, by))
        const rows = given.market.sessions.length
        const abroad = run(set({ ...plain, market }, { costs: { capital } }))
        expect(differences(columnsOf(abroad), withoutPrices(columnsOf(run(plain))), rows)).toEqual([])
      },
    )
    fc.assert(property, effort(60))
  })

  it("earns the same whether a return is paid as a dividend, in shares of a split, or in the price alone", () => {
    const seen = tally("dividend", "split", "held")
    const property = fc.property(studies, (given) => {
      // without the table of deaths: a bar that it makes void must not be the basis of an adjustment
      const market = { ...given.market, delisted: {} }
      const plain = set(
        { ...given, market },
        { costs: free, data: { delist_after: 200 }, execution: { price_used: undefined } },
      )
      const adjusted = { ...market, bars: mapValues(market.bars, adjust) }
      const [own, other] = [run(plain), run({ ...plain, market: adjusted })]
      for (const all of Object.values(market.bars))
        for (const bar of all) {
          seen.see("dividend", (bar?.dividend ?? 0) > 0)
          seen.see("split", (bar?.splitRatio ?? 1) !== 1)
        }
      const rows = market.sessions.length
      const returns = (program: typeof own) =>
        Object.fromEntries(
          Object.entries(columnsOf(program)).filter(([name]) =>
            /^(data\/(fill-)?returns|execution\/fills@b0)/.test(name),
          ),
        )
      expect(differences(returns(other), returns(own), rows, 1e-9)).toEqual([])
      seen.see(
        "held",
        bookOf(own, "b0")
          .column("gross_exposure")
          .some((exposure) => exposure > 0),
      )
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]))

/** Bars without dividends and splits that return the same: earlier prices are scaled, as a vendor adjusts them. */
function adjust(bars: ReadonlyArray<Bar | null>): ReadonlyArray<Bar | null> {
  const out = [...bars]
  let scale = 1
  for (let t = bars.length - 1; t >= 0; t--) {
    const bar = bars[t]
    if (!bar) continue
    out[t] = { ...inUnits(bar, scale), dividend: 0, splitRatio: 1 }
    const before = bars.slice(0, t).findLast((each) => each !== null)
    if (before) scale *= (before.close - bar.dividend) / before.close / bar.splitRatio
  }
  return out
}
