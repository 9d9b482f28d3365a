import { describe, expect, it } from "vitest"
import { type DemoMarket, demoRegimes } from "../../../../src/pipeline/data/demo/DemoMarket.ts"
import { noEdge, nullMarket } from "../../../../src/pipeline/data/demo/demoModel.ts"
import { generateDemoMarket } from "../../../../src/pipeline/data/demo/generateDemoMarket.ts"
import { shippedMarket } from "./shippedMarket.ts"
import { deviation, excessKurtosis, mean, skewness } from "./statistics/moments.ts"
import { returnsOf, tickerColumns } from "./statistics/tickerColumns.ts"

const column = ({ truth }: DemoMarket, matrix: Float64Array, ticker: string): Float64Array =>
  Float64Array.from(
    truth.session,
    (_, t) => matrix[t * truth.tickers.length + truth.tickers.indexOf(ticker)]!,
  )

/** Log returns in standard deviations, less what was to be expected: mean 0 and variance 1 if the truth is true. */
function surprises(market: DemoMarket, ticker: string): Float64Array {
  const drift = column(market, market.truth.driftPerDay, ticker)
  const volatility = column(market, market.truth.volatilityPerDay, ticker)
  return returnsOf(tickerColumns(market.bars, ticker).adjClose).map(
    (r, t) => (Math.log(1 + r) - drift[t + 1]! + volatility[t + 1]! ** 2 / 2) / volatility[t + 1]!,
  )
}

const whole = generateDemoMarket({ seed: 5 }).truth
const equal = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]))

describe("the truth of the demo market", () => {
  it.each(["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"])(
    "explains the returns of %s",
    (ticker) => {
      const z = surprises(shippedMarket, ticker)
      expect(Math.abs(mean(z))).toBeLessThan(4 / Math.sqrt(z.length))
      expect(deviation(z)).toBeGreaterThan(0.94)
      expect(deviation(z)).toBeLessThan(1.06)
    },
  )

  it("is Gaussian, without drift and in one regime when every effect is off", () => {
    const market = generateDemoMarket({ seed: 5, switches: noEdge })
    expect([...new Set(market.truth.regime)].map((code) => demoRegimes[code])).toEqual(["side"])
    expect(market.truth.driftPerDay.every((d) => Number.isNaN(d) || d === 0)).toBe(true)
    expect(Math.max(...tickerColumns(market.bars, "TBIL").dividend)).toBe(0)
    const z = surprises(market, "EMEQ")
    expect(Math.abs(skewness(z))).toBeLessThan(0.18)
    expect(Math.abs(excessKurtosis(z))).toBeLessThan(0.36)
  })

  it("is a premium that moves with the cash rate alone in the null market", () => {
    const market = generateDemoMarket({ seed: 5, switches: nullMarket })
    const [funds, bills] = ["USEQ", "TBIL"].map((ticker) => column(market, market.truth.driftPerDay, ticker))
    const premium = funds!.map((drift, t) => (drift - 0.7 * bills![t]!) * 252)
    expect(Math.min(...premium)).toBeCloseTo(0.11, 6) // market drift 0.10 and the fund's own 0.01
    expect(Math.max(...premium)).toBeCloseTo(0.11, 6)
  })

  it.each(["reversal", "momentum", "premia"] as const)(
    "changes its drift, and no volatility, with %s",
    (name) => {
      const { truth } = generateDemoMarket({ seed: 5, switches: { [name]: false } })
      expect(equal(truth.volatilityPerDay, whole.volatilityPerDay)).toBe(true)
      expect(equal(truth.driftPerDay, whole.driftPerDay)).toBe(false)
      expect(equal(truth.regime, whole.regime)).toBe(true)
    },
  )

  it.each(["leverage", "regimes", "fatTails"] as const)("changes its volatility with %s", (name) => {
    const { truth, options } = generateDemoMarket({ seed: 5, switches: { [name]: false } })
    expect(options.switches).toEqual({ ...shippedMarket.options.switches, [name]: false })
    expect(equal(truth.volatilityPerDay, whole.volatilityPerDay)).toBe(false)
  })
})
