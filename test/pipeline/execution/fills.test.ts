import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { State } from "../../../src/dag/Node.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { mintTargetWeights } from "../../../src/domain/targetWeights.mint.ts"
import { Fills } from "../../../src/pipeline/execution/fills/fills.ts"
import { type Market, makeMarket, shapes } from "./market.ts"
import { type Day, naiveBook, type Terms } from "./oracle.ts"

type Outputs = Record<
  "held" | "filled" | "drifted" | "target_turnover" | "traded_turnover" | "contribution",
  Panel.Panel
> & {
  readonly book: Series.Series
}
interface Result {
  readonly out: Outputs
  readonly state: State
}

const decode = Schema.decodeUnknownSync(Fills.spec.config)
const runFills = (market: Market, config: unknown, skip = 0, state?: State): Result =>
  Fills.spec.run({ ...market }, decode(config), { skip, state, seed: 0 }) as Result

const configs = fc.record({
  execution_time: fc.constantFrom("next_open", "next_close", "signal_close"),
  delay_sessions: fc.constantFrom(0, 0, 1, 3),
  cash_rate: fc.constantFrom(0, 0.05),
  financing_spread: fc.constantFrom(0, 0.02),
  short_borrow: fc.constantFrom(0, 0.03),
  periods_per_year: fc.constantFrom(252, 20),
  delisting_return: fc.constantFrom(0, -0.3, -1),
})

const panels = ["held", "filled", "drifted", "target_turnover", "traded_turnover", "contribution"] as const
const column = (result: Result, name: string): Float64Array => Series.column(result.out.book, name)

describe("execution/fills", () => {
  it("agrees with a naive re-computation of its page on random markets", () => {
    let ruins = 0
    let fills = 0
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const market = makeMarket(shape)
        const result = runFills(market, config)
        const days = naiveBook(market, termsOf(config))
        days.forEach((day, t) => expectDay(result, market, t, day))
        ruins += days.some((day) => day?.ruin) ? 1 : 0
        fills += days.filter((day) => day?.fillEvent).length
      }),
      { seed: 1, numRuns: 1500 },
    )
    expect(ruins).toBeGreaterThan(20)
    expect(fills).toBeGreaterThan(5000)
  })

  it("gives the same bits in two slices with the state handed over", () => {
    fc.assert(
      fc.property(shapes(), configs, fc.double({ min: 0, max: 1, noNaN: true }), (shape, config, share) => {
        const market = makeMarket(shape)
        const whole = runFills(market, config)
        const cut = Math.floor(share * shape.sessions)
        const back = Math.min(cut, 1 + config.delay_sessions)
        const head = runFills(slice(market, 0, cut), config)
        const tail = runFills(slice(market, cut - back, shape.sessions), config, back, head.state)
        for (const name of panels) {
          const rest = Panel.slice(tail.out[name], back, back + shape.sessions - cut)
          expectSameBits([...head.out[name].values, ...rest.values], whole.out[name].values)
        }
        const rest = Panel.slice(tail.out.book, back, back + shape.sessions - cut)
        expectSameBits([...head.out.book.values, ...rest.values], whole.out.book.values)
        for (const [name, values] of Object.entries(whole.state))
          expectSameBits([...tail.state[name]!], values)
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it("does not see what comes later", () => {
    fc.assert(
      fc.property(shapes(), configs, fc.nat(39), (shape, config, cut) => {
        const market = makeMarket(shape)
        const rows = Math.min(cut, shape.sessions)
        const [whole, early] = [runFills(market, config), runFills(slice(market, 0, rows), config)]
        for (const name of panels) {
          expectSameBits(early.out[name].values, Panel.slice(whole.out[name], 0, rows).values)
        }
        expectSameBits(early.out.book.values, Panel.slice(whole.out.book, 0, rows).values)
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it("takes an asset that is never there for none, and leaves its inputs alone", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const market = makeMarket(shape)
        const copy = structuredClone(market)
        const [plain, more] = [runFills(market, config), runFills(withAbsent(market), config)]
        expect(market).toEqual(copy)
        expectSameBits(more.out.book.values, plain.out.book.values)
        for (const name of panels) {
          const values = more.out[name].values.filter((_, at) => at % (shape.assets + 1) > 0)
          expectSameBits(values, plain.out[name].values)
          if (shape.sessions > 0) expect(Panel.column(more.out[name], 0).every(Number.isNaN)).toBe(true)
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it("gives the permuted answer to permuted assets", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const market = makeMarket(shape)
        const [plain, turned] = [runFills(market, config), runFills(reverse(market), config)]
        for (const name of panels)
          expectClose(reversePanel(turned.out[name]).values, plain.out[name].values, 1e-11)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it("takes gross apart into what each asset and cash contribute", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const result = runFills(makeMarket(shape), config)
        const [gross, cash, ruin] = ["gross", "cash_contribution", "ruin"].map((name) => column(result, name))
        gross!.forEach((value, t) => {
          if (Number.isNaN(value) || ruin![t] === 1) return
          const row = Panel.slice(result.out.contribution, t, t + 1).values.filter((x) => !Number.isNaN(x))
          expect(Math.abs(row.reduce((sum, x) => sum + x, cash![t]!) - value)).toBeLessThan(1e-12)
        })
      }),
      { seed: 6, numRuns: 500 },
    )
  })

  it("agrees with an account in shares and cash", () => {
    fc.assert(
      fc.property(shapes(false), fc.constantFrom("next_open", "next_close"), (shape, execution_time) => {
        const market = makeMarket({
          ...shape,
          move: Math.min(shape.move, 0.1),
          gross: Math.min(shape.gross, 1.5),
        })
        const result = runFills(market, { execution_time })
        const account = shareAccount(market, 1)
        expectClose(column(result, "gross"), account.gross, 1e-10)
        expectClose(result.out.held.values, account.weights, 1e-10)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it("gives the same book when every session takes the moment of fills", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        // a factor of frozen holdings depends on the moment it is measured at, which a due decision has either way
        const market = makeMarket({
          ...shape,
          gross: Math.min(shape.gross, 1.5),
          move: Math.min(shape.move, 0.1),
        })
        const each = runFills(market, { ...config, cash_rate: 0, financing_spread: 0, every_session: true })
        const plain = runFills(market, { ...config, cash_rate: 0, financing_spread: 0 })
        expectClose(column(each, "gross"), column(plain, "gross"), 1e-10)
        expectClose(each.out.held.values, plain.out.held.values, 1e-10)
      }),
      { seed: 8, numRuns: 300 },
    )
  })

  it("copies a book whose weights after fills it takes as targets of the same session", () => {
    fc.assert(
      fc.property(shapes(), configs, (shape, config) => {
        const market = makeMarket(shape)
        const plain = runFills(market, { ...config, every_session: true })
        const targets = mintTargetWeights(plain.out.filled)
        const copy = runFills({ ...market, targets }, { ...config, every_session: true, targets_at: "fill" })
        expectClose(column(copy, "gross"), column(plain, "gross"), 1e-12)
        expectClose(copy.out.held.values, plain.out.held.values, 1e-12)
      }),
      { seed: 9, numRuns: 300 },
    )
  })

  it("refuses a fill before the signal, and says what is allowed", () => {
    expect(() => decode({ signal_time: "open", execution_time: "signal_close" })).toThrow(
      /needs signal_time close/,
    )
    expect(() => decode({ delay_sessions: -1 })).toThrow(/delay_sessions/)
  })
})

// -------------------------------------------------------------------------------------------------------- helpers

function termsOf(config: unknown): Terms {
  const full = decode(config) as Record<string, number> & { execution_time: string }
  const decidesFirst = full.execution_time === "signal_close"
  return {
    sessionsToFill: full["delay_sessions"]! + (decidesFirst ? 0 : 1),
    decidesFirst,
    cashRate: full["cash_rate"]!,
    financingSpread: full["financing_spread"]!,
    shortBorrow: full["short_borrow"]!,
    periodsPerYear: full["periods_per_year"]!,
    delistingReturn: full["delisting_return"]!,
  }
}

function expectDay(result: Result, market: Market, t: number, day: Day | undefined): void {
  const cells = (panel: Panel.Panel): Float64Array => Panel.slice(panel, t, t + 1).values
  if (day === undefined) {
    for (const name of panels) expect(cells(result.out[name]).every(Number.isNaN)).toBe(true)
    expect(cells(result.out.book).every(Number.isNaN)).toBe(true)
    return
  }
  for (const name of ["gross", "g1", "g2"] as const)
    expectClose([column(result, name)[t]!], [day[name]], 1e-12)
  expect(column(result, "ruin")[t]).toBe(day.ruin ? 1 : 0)
  expect(column(result, "fill_event")[t]).toBe(day.fillEvent ? 1 : 0)
  const wanted = (values: Record<string, number>) => market.listing.assets.map((name) => values[name] ?? NaN)
  const alive = { drifted: day.drifted, filled: day.filled, held: day.held }
  for (const [name, values] of Object.entries(alive)) {
    if (!day.ruin) expectClose(cells(result.out[name as "held"]), wanted(values), 1e-12)
  }
  expectClose(cells(result.out.target_turnover), wanted(day.targetTurnover), 1e-12)
  expectClose(cells(result.out.traded_turnover), wanted(day.tradedTurnover), 1e-12)
  expectClose(cells(result.out.contribution), wanted(day.contribution), 1e-12)
}

function expectClose(actual: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(wanted.length)
  for (let at = 0; at < actual.length; at++) {
    const [x, y] = [actual[at]!, wanted[at]!]
    const close = Number.isNaN(x) ? Number.isNaN(y) : Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))
    if (!close) expect.fail(`entry ${at}: ${x} is not ${y}`)
  }
}

function expectSameBits(actual: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(actual.length).toBe(wanted.length)
  for (let at = 0; at < actual.length; at++) {
    if (!Object.is(actual[at], wanted[at])) expect.fail(`entry ${at}: ${actual[at]} is not ${wanted[at]}`)
  }
}

const mapMarket = (market: Market, f: (panel: Panel.Panel) => Panel.Panel): Market => ({
  targets: mintTargetWeights(f(market.targets)),
  before_fill: f(market.before_fill),
  after_fill: f(market.after_fill),
  close_to_close: f(market.close_to_close),
  listing: f(market.listing),
})

const slice = (market: Market, from: number, to: number): Market =>
  mapMarket(market, (panel) => Panel.slice(panel, from, to))

function reversePanel(panel: Panel.Panel): Panel.Panel {
  const columns = panel.assets.map((_, i) => Panel.column(panel, i))
  return Panel.fromColumns(panel.calendar, panel.assets.toReversed(), columns.toReversed())
}

const reverse = (market: Market): Market => mapMarket(market, reversePanel)

/** An asset that is never listed, before all others. */
const withAbsent = (market: Market): Market =>
  mapMarket(market, (panel) => {
    const none = new Float64Array(Panel.rows(panel)).fill(NaN)
    const columns = panel.assets.map((_, i) => Panel.column(panel, i))
    return Panel.fromColumns(panel.calendar, ["ghost", ...panel.assets], [none, ...columns])
  })

/** Holdings in shares and money, for a market without gaps, listings that end, interest and fees. */
function shareAccount(market: Market, sessionsToFill: number) {
  const { assets } = market.listing
  const sessions = Panel.rows(market.listing)
  const at = (panel: Panel.Panel, t: number, i: number): number => panel.values[t * assets.length + i]!
  const price = assets.map(() => 100)
  const shares = assets.map(() => 0)
  let cash = 1000
  const gross = new Float64Array(sessions)
  const weights = new Float64Array(sessions * assets.length).fill(NaN)
  const worth = (prices: ReadonlyArray<number>): number =>
    prices.reduce((sum, p, i) => sum + p * shares[i]!, cash)
  const waiting = assets.map(() => NaN)
  let ruined = false
  for (let t = 0; t < sessions; t++) {
    if (ruined) {
      gross[t] = NaN
      continue
    }
    const before = worth(price)
    const row = assets.map((_, i) => (t < sessionsToFill ? NaN : at(market.targets, t - sessionsToFill, i)))
    if (row.some((w) => !Number.isNaN(w))) row.forEach((w, i) => (waiting[i] = Number.isNaN(w) ? 0 : w))
    const known = assets.map((_, i) => !Number.isNaN(at(market.after_fill, t, i)))
    const first = assets.map((_, i) => Number.isNaN(at(market.close_to_close, t, i)))
    const atFill = price.map((p, i) => (known[i] ? p * (1 + at(market.before_fill, t, i)) : p))
    const value = worth(atFill)
    if (value <= 0) ruined = true
    const closing = price.map((p, i) => (first[i] ? p : p * (1 + at(market.close_to_close, t, i))))
    assets.forEach((_, i) => {
      if (first[i] && known[i]) closing[i] = atFill[i]! * (1 + at(market.after_fill, t, i))
      if (ruined || !known[i] || Number.isNaN(waiting[i]!)) return
      const wanted = (waiting[i]! * value) / atFill[i]!
      cash -= (wanted - shares[i]!) * atFill[i]!
      shares[i] = wanted
      waiting[i] = NaN
    })
    const after = worth(closing)
    ruined = ruined || after <= 0
    gross[t] = ruined ? -1 : after / before - 1
    closing.forEach((p, i) => {
      price[i] = p
      weights[t * assets.length + i] = ruined ? NaN : (shares[i]! * p) / after
    })
  }
  return { gross, weights }
}
