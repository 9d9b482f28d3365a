import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { type Capacity, MetricsCapacity } from "../../../src/pipeline/metrics/capacity.ts"
import { runNode, weekdays } from "./fixtures.ts"

interface Day {
  readonly g1: number
  readonly g2: number
  readonly spread: number
  readonly impact: number
}

const day: fc.Arbitrary<Day> = fc.record({
  g1: fc.double({ min: 0.98, max: 1.025, noNaN: true }),
  g2: fc.double({ min: 0.98, max: 1.025, noNaN: true }),
  spread: fc.double({ min: 0, max: 1e-4, noNaN: true }),
  impact: fc.constantFrom(0, 0, 1e-6, 3e-5),
})
const days = fc.array(day, { minLength: 3, maxLength: 80 })

function inputsOf(list: ReadonlyArray<Day>) {
  const calendar = Calendar.make(weekdays(list.length + 1))
  const column = (of: (day: Day) => number, first: number) => Float64Array.of(first, ...list.map(of))
  const gross = column(({ g1, g2 }) => g1 * g2 - 1, 0)
  return {
    book: Series.make(calendar, { g1: column(({ g1 }) => g1, 1), g2: column(({ g2 }) => g2, 1) }),
    net: Series.make(calendar, { gross, net: gross }),
    rates: Series.make(calendar, {
      spread: column(({ spread }) => spread, 0),
      slippage: column(() => 0, 0),
      impact: column(({ impact }) => impact, 0),
    }),
    window: Window.ofRows(calendar, 1, list.length, "no sessions"),
  }
}

/** From the definition, in another order: impact is a rate per unit traded that grows with the root of what is traded. */
function naiveSharpe(list: ReadonlyArray<Day>, capital: number): number {
  const returns: Array<number> = []
  for (const { g1, g2, spread, impact } of list) {
    const cost = spread + impact * (capital / 1e6) ** 0.5
    if (1 - cost <= 0) {
      returns.push(-1)
      break
    }
    returns.push(g1 * (1 - cost) * g2 - 1)
  }
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return (mean / Math.sqrt(squares / (returns.length - 1))) * Math.sqrt(252)
}

const powers: Readonly<Record<string, number>> = {
  "": 1,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
}

const ask = (list: ReadonlyArray<Day>) =>
  runNode<Capacity>(MetricsCapacity, inputsOf(list), { risk_free: 0, periods_per_year: 252, capital: 1e6 })

describe("metrics/capacity", () => {
  it("is the Sharpe ratio of the same book at another size, at every capital of the curve", () => {
    fc.assert(
      fc.property(days, (list) => {
        const { curve } = ask(list)
        expect(curve.map(({ capital }) => capital)).toContain(1e6)
        for (const { capital, sharpe } of curve) {
          const naive = naiveSharpe(list, capital)
          if (sharpe === null) continue
          expect(Math.abs(sharpe - naive)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(naive)))
        }
      }),
      { seed: 71, numRuns: 200 },
    )
  })

  it("names the capital at which half of the ratio without impact is left, or says why there is none", () => {
    let named = 0
    fc.assert(
      fc.property(days, (list) => {
        const { capital_until_sharpe_halves: half, sharpe_without_impact: free, reason, sentence } = ask(list)
        if (half === null) {
          expect(reason).not.toBeNull()
          return
        }
        named++
        expect(reason).toBeNull()
        const [, digits, scale] = /capital of ([\d.]+)(?: (\w+))?\.$/.exec(sentence)!
        expect(Number(digits) * powers[scale ?? ""]!).toBeCloseTo(Number(half.toPrecision(2)), 6)
        expect(Number(digits)).toBeLessThan(1000)
        expect(free).toBeCloseTo(naiveSharpe(list, 0), 9)
        if (half > 1) expect(naiveSharpe(list, half * 0.999)).toBeGreaterThan(free! / 2)
        expect(naiveSharpe(list, half * 1.001)).toBeLessThan(free! / 2)
      }),
      { seed: 72, numRuns: 200 },
    )
    expect(named).toBeGreaterThan(40)
  })

  it("does not look for it where impact is free, or where there is nothing to lose", () => {
    const up: Day = { g1: 1.01, g2: 1, spread: 0, impact: 0 }
    const down: Day = { g1: 0.99, g2: 1, spread: 0, impact: 1e-6 }
    expect(ask([up, { ...up, g1: 1.02 }, up]).reason).toMatch(/no impact/)
    expect(ask([down, { ...down, g1: 0.98 }, down]).reason).toMatch(/not above 0/)
    expect(ask([up, up]).reason).toMatch(/no impact/)
    expect(
      ask([
        { ...up, impact: 1e-6 },
        { ...up, impact: 1e-6 },
      ]).reason,
    ).toMatch(/do not vary/)
  })
})
