import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { State } from "../../../src/dag/Node.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { rowSums } from "../../../src/kernel/rowSums.ts"
import { CostComponents } from "../../../src/pipeline/costs/components.ts"
import { type CostSummary as Summary, costSummaryType } from "../../../src/pipeline/costs/CostSummary.ts"
import { NetReturns } from "../../../src/pipeline/costs/netReturns.ts"
import { CostSummary } from "../../../src/pipeline/costs/summary.ts"
import { Fills } from "../../../src/pipeline/execution/fills/fills.ts"
import { makeMarket, randomNumbers, type Shape, shapes } from "../execution/market.ts"
import { panel } from "../execution/panels.ts"
import { naiveCosts } from "./oracle.ts"

const context = { skip: 0, state: undefined, seed: 0 }

interface Traded {
  readonly book: Series.Series
  readonly target_turnover: Panel.Panel
  readonly traded_turnover: Panel.Panel
  readonly listing: Panel.Panel
  readonly close: Panel.Panel
  readonly volume: Panel.Panel
  readonly returns: Panel.Panel
}

interface Components {
  readonly out: {
    readonly rates: Series.Series
    readonly by_asset: Panel.Panel
    readonly impact_assumed: Panel.Panel
    readonly coverage: Series.Series
  }
  readonly state: State
}

/** A random book with closes and volumes; some names have no volume. */
function trade(shape: Shape): Traded {
  const market = makeMarket(shape)
  const random = randomNumbers(shape.seed)
  const { listing, close_to_close } = market
  const silent = listing.assets.map(() => random() < 0.3)
  const onBars = (f: (i: number) => number) =>
    Panel.like(
      listing,
      listing.values.map((state, at) => (state === 1 ? f(at % listing.assets.length) : NaN)),
    )
  const config = Schema.decodeUnknownSync(Fills.spec.config)({ execution_time: "next_close" })
  const { out } = Fills.spec.run({ ...market }, config, context) as { out: Traded }
  return {
    book: out.book,
    target_turnover: out.target_turnover,
    traded_turnover: out.traded_turnover,
    listing,
    close: onBars(() => 10 + 90 * random()),
    volume: onBars((i) => (silent[i] ? NaN : Math.floor(1e5 * random()))),
    returns: close_to_close,
  }
}

function components(traded: Traded, given: unknown, skip = 0, state?: State): Components {
  const { book: _, ...inputs } = traded
  const config = Schema.decodeUnknownSync(CostComponents.spec.config)(given)
  return CostComponents.spec.run(inputs, config, { skip, state, seed: 0 }) as Components
}

const net = (book: Series.Series, rates: Series.Series, skip = 0, state?: State) =>
  NetReturns.spec.run({ book, rates }, {}, { skip, state, seed: 0 }) as { out: Series.Series; state: State }

const rates = fc.record({
  spread_bps: fc.constantFrom(0, 2, 40),
  slippage_bps: fc.constantFrom(0, 1, 30),
  impact_coefficient: fc.constantFrom(0, 0.5, 1.5),
  turnover_basis: fc.constantFrom("target", "traded"),
  capital: fc.constantFrom(1e4, 1e7),
})
const overrides = {
  A1: { spread_bps: 100, impact_coefficient: 0.2 },
  bond: { slippage_bps: 7, spread_bps: 3 },
}
const asset_classes = { A1: "bond", A2: "bond" }

describe("costs/components", () => {
  it("agrees with a naive re-computation, on both bases of turnover", () => {
    fc.assert(
      fc.property(shapes(), rates, (shape, config) => {
        const traded = trade(shape)
        const { out } = components(traded, { ...config, overrides, asset_classes })
        const ratesOf = (asset: string) => ({
          ...config,
          ...(asset === "A1" || asset === "A2" ? overrides.bond : {}),
          ...(asset === "A1" ? overrides.A1 : {}),
        })
        for (const basis of ["target", "traded"] as const) {
          const days = naiveCosts(
            { ...traded, turnover: traded[`${basis}_turnover`] },
            ratesOf,
            config.capital,
          )
          const total = Series.column(out.rates, `total_${basis}_basis`)
          days.forEach((day, t) => {
            expectClose(total[t]!, day.spread + day.slippage + day.impact)
            if (basis !== config.turnover_basis) return
            for (const name of ["spread", "slippage", "impact"] as const) {
              expectClose(Series.column(out.rates, name)[t]!, day[name])
            }
            const assumed = Panel.slice(out.impact_assumed, t, t + 1).values.filter(
              (rate) => !Number.isNaN(rate),
            )
            expect(assumed).toHaveLength(day.assumed)
          })
        }
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it("gives the same bits in two slices with the state handed over", () => {
    fc.assert(
      fc.property(shapes(), rates, fc.double({ min: 0, max: 1, noNaN: true }), (shape, config, share) => {
        const traded = trade(shape)
        const cut = Math.floor(share * shape.sessions)
        const from = Math.max(0, cut - 21)
        const part = (a: number, b: number): Traded => ({
          ...mapPanels(traded, (values) => Panel.slice(values, a, b)),
          book: Panel.slice(traded.book, a, b),
        })
        const whole = components(traded, config)
        const head = components(part(0, cut), config)
        const tail = components(part(from, shape.sessions), config, cut - from, head.state)
        for (const name of ["rates", "by_asset", "impact_assumed"] as const) {
          const rest = Panel.slice(tail.out[name], cut - from, shape.sessions - from).values
          expect([...head.out[name].values, ...rest]).toEqual([...whole.out[name].values])
        }
        expect(tail.state).toEqual(whole.state)
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it("never falls when a rate rises, and is what the assets pay together", () => {
    fc.assert(
      fc.property(
        shapes(),
        rates,
        fc.constantFrom("spread_bps", "slippage_bps", "impact_coefficient", "capital"),
        (shape, config, raised) => {
          const traded = trade(shape)
          const cheap = components(traded, config).out
          const dear = components(traded, { ...config, [raised]: 2 * config[raised as "capital"] + 0.1 }).out
          const total = (series: Series.Series) =>
            Series.column(series, `total_${config.turnover_basis}_basis`)
          total(cheap.rates).forEach((cost, t) => {
            expect(total(dear.rates)[t]!).toBeGreaterThanOrEqual(cost)
            const paid = Panel.slice(cheap.by_asset, t, t + 1).values.filter((x) => !Number.isNaN(x))
            expectClose(
              paid.reduce((sum, x) => sum + x, 0),
              cost,
            )
          })
        },
      ),
      { seed: 3, numRuns: 200 },
    )
  })

  it("charges no holding that goes to cash with the end of its listing", () => {
    const traded = {
      ...byHand({ A: [0.4, NaN], B: [0.2, 0.1] }),
      listing: panel({ A: [-1, NaN], B: [1, 1] }),
    }
    const { out } = components(traded, { slippage_bps: 10 })
    expect([...Series.column(out.rates, "slippage")]).toEqual([0.2 * 1e-3, 0.1 * 1e-3])
    expect([...out.by_asset.values]).toEqual([0, 0.2 * 1e-3, NaN, 0.1 * 1e-3])
  })

  it("charges half the spread, and an asset's own rate before its class's", () => {
    const { out } = components(byHand({ A: [0.5], B: [0.5], C: [0.5] }), {
      spread_bps: 2,
      overrides: { A: { spread_bps: 8 }, bond: { spread_bps: 4, slippage_bps: 1 } },
      asset_classes: { A: "bond", B: "bond" },
    })
    expect([...out.by_asset.values]).toEqual([2.5, 1.5, 0.5].map((bps) => expect.closeTo(bps / 1e4, 15)))
  })

  it("takes the usual rates of a known class before the general ones, and the class's own before those", () => {
    const { out } = components(byHand({ A: [0.5], B: [0.5], C: [0.5] }), {
      spread_bps: 2,
      overrides: { small_cap: { slippage_bps: 1 } },
      asset_classes: { A: "large_cap", B: "small_cap", C: "unheard of" },
    })
    const bps = [(3 / 2 + 2) / 2, (30 / 2 + 1) / 2, 0.5]
    expect([...out.by_asset.values]).toEqual(bps.map((value) => expect.closeTo(value / 1e4, 15)))
  })

  it("scales every rate: what is paid at k times the rates is what rates k times as large cost", () => {
    fc.assert(
      fc.property(shapes(), rates, fc.constantFrom(0, 0.5, 1, 4), (shape, config, scale) => {
        const traded = trade(shape)
        const scaled = components(traded, { ...config, scale })
        const larger = components(traded, {
          ...config,
          spread_bps: config.spread_bps * scale,
          slippage_bps: config.slippage_bps * scale,
          impact_coefficient: config.impact_coefficient * scale,
        })
        expect(scaled.out.by_asset.values).toEqual(larger.out.by_asset.values)
      }),
      { seed: 66, numRuns: 60 },
    )
  })

  it("takes impact from the 21 sessions before the fill: c · σ · √(x · capital / ADV)", () => {
    const quiet = Array.from({ length: 23 }, (_, t) => (t === 22 ? 0.5 : 0))
    const moves = Array.from({ length: 23 }, (_, t) =>
      t === 0 ? 9 : t === 22 ? -9 : t % 2 === 0 ? 0.01 : -0.01,
    )
    const flat = (value: number) => quiet.map(() => value)
    const traded = {
      ...byHand({ A: quiet }),
      returns: panel({ A: moves }),
      close: panel({ A: flat(50) }),
      volume: panel({ A: flat(2000) }),
    }
    const { out } = components(traded, { impact_coefficient: 0.8, capital: 1e6 })
    const mean = -0.01 / 21
    const sigma = Math.sqrt((10 * (0.01 - mean) ** 2 + 11 * (-0.01 - mean) ** 2) / 20)
    expectClose(Series.column(out.rates, "impact")[22]!, 0.5 * 0.8 * sigma * Math.sqrt(5))
  })

  it("takes no rate from what trades only by rounding", () => {
    // B has no volume: it is given the largest rate so far, that of A's true trade, not that of its dust
    const traded = {
      ...byHand({ A: [0, 0, 0, 0.5, 1e-17], B: [0, 0, 0, 0, 0.5] }),
      returns: panel({ A: [0.01, -0.01, 0.02, 0, 0], B: [0, 0, 0, 0, 0] }),
      volume: panel({ A: [1e6, 1e6, 1e6, 1e6, 1e6], B: [NaN, NaN, NaN, NaN, NaN] }),
    }
    const { rates: costs, impact_assumed } = components(traded, { impact_coefficient: 1 }).out
    const impact = Series.column(costs, "impact")
    expect(impact[3]).toBeGreaterThan(1e-4)
    expectClose(impact[4]!, impact[3]!)
    expect([...Panel.column(impact_assumed, 1)].slice(0, 4)).toEqual([NaN, NaN, NaN, NaN])
  })
})

describe("costs/net-returns", () => {
  it("takes from gross what each component costs, and nothing when trading is free", () => {
    fc.assert(
      fc.property(shapes(), rates, (shape, config) => {
        const traded = trade(shape)
        const { out } = net(traded.book, components(traded, config).out.rates)
        const free = net(traded.book, components(traded, {}).out.rates).out
        const [gross, after, cost, ...parts] = ["gross", "net", "cost", "spread", "slippage", "impact"].map(
          (name) => Series.column(out, name),
        )
        after!.forEach((value, t) => {
          expect(Object.is(Series.column(free, "net")[t], Series.column(free, "gross")[t])).toBe(true)
          if (Number.isNaN(value) || value === -1) return
          expectClose(value, gross![t]! - cost![t]!)
          expectClose(
            cost![t]!,
            parts.reduce((sum, part) => sum + part[t]!, 0),
          )
        })
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it("gives the same bits in two slices with the state handed over", () => {
    fc.assert(
      fc.property(shapes(), fc.nat(40), (shape, at) => {
        const traded = trade(shape)
        const costs = components(traded, { slippage_bps: 5000 }).out.rates
        const cut = Math.min(at, shape.sessions)
        const part = (series: Series.Series, a: number, b: number) => Panel.slice(series, a, b)
        const whole = net(traded.book, costs)
        const head = net(part(traded.book, 0, cut), part(costs, 0, cut))
        const tail = net(
          part(traded.book, cut, shape.sessions),
          part(costs, cut, shape.sessions),
          0,
          head.state,
        )
        expect([...head.out.values, ...tail.out.values]).toEqual([...whole.out.values])
        expect(tail.state).toEqual(whole.state)
      }),
      { seed: 5, numRuns: 200 },
    )
  })

  it("ends with ruin by costs", () => {
    const calendar = panel({ A: [0, 0, 0] }).calendar
    const book = Series.make(calendar, { g1: Float64Array.of(1, 1.1, 1), g2: Float64Array.of(1, 1.1, 1) })
    const rate = Float64Array.of(0, 1.5, 0)
    const none = new Float64Array(3)
    const { out } = net(book, Series.make(calendar, { spread: none, slippage: rate, impact: none }))
    expect([...Series.column(out, "net")]).toEqual([0, -1, NaN])
    expect(Series.column(out, "gross")[1]).toBeCloseTo(0.21, 14)
    expect(Series.column(out, "cost")[1]).toBeCloseTo(1.5 * 1.21, 14)
  })
})

/** The book with the turnover of all assets together, as execution/fills gives it. */
function withTurnover({ book, target_turnover, traded_turnover }: Traded): Series.Series {
  const sums = ({ values, assets }: Panel.Panel) =>
    rowSums(values, values.length / assets.length, assets.length)
  return Series.make(book.calendar, {
    ...Object.fromEntries(["g1", "g2"].map((name) => [name, Series.column(book, name)])),
    target_turnover: sums(target_turnover),
    traded_turnover: sums(traded_turnover),
  })
}

describe("costs/summary", () => {
  const summarise = (traded: Traded, given: { turnover_basis?: string }, config: unknown): Summary => {
    const { out } = components(traded, { ...given, ...(config as object) })
    const inputs = {
      window: Window.ofRows(traded.listing.calendar, 1, Panel.rows(traded.listing) - 1, ""),
      returns: net(traded.book, out.rates).out,
      book: withTurnover(traded),
      rates: out.rates,
      coverage: out.coverage,
      impact_assumed: out.impact_assumed,
    }
    const decoded = Schema.decodeUnknownSync(CostSummary.spec.config)(given)
    return Effect.runSync(CostSummary.spec.run(inputs, decoded, context) as Effect.Effect<Summary>)
  }
  const traded = { ...byHand({ A: [9, 0.5, 0.1] }), traded_turnover: panel({ A: [9, 0.5, 0.3] }) }

  it("counts the window alone: per day, per year, per unit of turnover, on both bases", () => {
    const summary = summarise(traded, { turnover_basis: "target" }, { slippage_bps: 10 })
    expect(summary).toMatchObject({
      cost_bps_per_day: expect.closeTo(3, 10),
      cost_bps_per_year: expect.closeTo(756, 8),
      cost_bps_per_unit_of_turnover: expect.closeTo(10, 10),
      cost_bps_per_day_traded_basis: expect.closeTo(4, 10),
      target_turnover_per_day: expect.closeTo(0.3, 12),
      zero_cost: false,
    })
    expect(summary.sentence).toBe(
      "Trading cost 3.00 bps a day (756.00 bps a year, 10.00 bps per unit of turnover): spread 0.00 bps, slippage 3.00 bps, impact 0.00 bps a day.",
    )
    expect(costSummaryType.decode(costSummaryType.encode(summary))).toEqual(summary)
  })

  it("counts sessions on which nothing is listed any more: they are free, not absent", () => {
    const listing = panel({ A: [1, 1, -1, NaN] })
    const turnover = panel({ A: [9, 0.5, 0.1, NaN] })
    const short = byHand({ A: [9, 0.5, 0.1, NaN] })
    const given = { ...short, listing, target_turnover: turnover, traded_turnover: turnover }
    const { rates } = components(given, { slippage_bps: 10 }).out
    expect(Series.column(rates, "slippage")[3]).toBe(0)
    const summary = summarise(given, {}, { slippage_bps: 10 })
    expect(summary.target_turnover_per_day).toBeCloseTo(0.2, 12)
    expect(summary.cost_bps_per_day).toBeCloseTo(5 / 3, 10) // the delisting is free of cost
    expect(summary.cost_bps_per_unit_of_turnover).toBeCloseTo(5 / 0.6, 10)
  })

  it("says small costs by their first digits, and that nothing was traded", () => {
    expect(summarise(traded, {}, { slippage_bps: 0.01 }).sentence).toMatch(
      /cost 0\.0030 bps a day .*slippage 0\.0030 bps, impact 0\.00 bps a day/,
    )
    const idle = { ...byHand({ A: [9, 0, 0] }), traded_turnover: panel({ A: [9, 0, 0] }) }
    expect(summarise(idle, {}, { slippage_bps: 10 }).sentence).toBe(
      "Nothing was traded, so nothing was paid.",
    )
  })

  it("says that free trading is free", () => {
    const summary = summarise(traded, {}, {})
    expect(summary.zero_cost).toBe(true)
    expect(summary.sentence).toMatch(/free of cost/)
  })

  it("names the assets whose impact was assumed", () => {
    const volume = panel({ A: [5, 5, 5] })
    const short = summarise({ ...traded, volume }, {}, { impact_coefficient: 1 })
    expect(short.impact_unknown).toEqual([{ asset: "A", fills: 2, first: "2024-01-01" }])
  })

  it("refuses impact where there is no volume at all, and says what to do", () => {
    const silent = { ...traded, volume: panel({ A: [NaN, NaN, NaN] }) }
    expect(() => summarise(silent, {}, { impact_coefficient: 1 })).toThrow(
      /Set costs.impact_coefficient to 0/,
    )
  })
})

// -------------------------------------------------------------------------------------------------------- helpers

const names = ["target_turnover", "traded_turnover", "listing", "close", "volume", "returns"] as const

function mapPanels(traded: Traded, f: (values: Panel.Panel) => Panel.Panel): Omit<Traded, "book"> {
  return Object.fromEntries(names.map((name) => [name, f(traded[name])])) as Omit<Traded, "book">
}

/** A flat book with these turnovers on both bases, bars everywhere, price 1 and volume 1. */
function byHand(turnover: Readonly<Record<string, ReadonlyArray<number>>>): Traded {
  const target = panel(turnover)
  const all = (value: number) => Panel.filled(target.calendar, target.assets, value)
  const ones = Float64Array.from(target.calendar.sessions, () => 1)
  return {
    book: Series.make(target.calendar, { g1: ones, g2: ones }),
    target_turnover: target,
    traded_turnover: target,
    listing: all(1),
    close: all(1),
    volume: all(1),
    returns: all(0),
  }
}

function expectClose(actual: number, wanted: number): void {
  const close = Number.isNaN(actual)
    ? Number.isNaN(wanted)
    : Math.abs(actual - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted))
  if (!close) expect.fail(`${actual} is not ${wanted}`)
}
