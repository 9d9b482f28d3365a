import { describe, expect, it } from "vitest"
import { tradingScale } from "../../src/kernel/tradingScale.ts"

const history = {
  assets: 1,
  listing: Float64Array.of(1, -1, 1, 0, 1, 1),
  close: Float64Array.of(9, NaN, 10, NaN, 20, 20),
  volume: Float64Array.of(9, NaN, 30, NaN, 5, 20),
  returns: Float64Array.of(9, 0, NaN, 0.02, 0.04, 0.06),
}

describe("tradingScale", () => {
  it("measures the rows before, of the same listing, that have a value", () => {
    expect(tradingScale(history, 5, 0, 21, 800)).toBeCloseTo(Math.sqrt(0.0002) * Math.sqrt(800 / 200), 15)
  })

  it("is not known with one return, and exactly 0 for returns that do not differ", () => {
    expect(tradingScale(history, 4, 0, 21, 800)).toBeNaN()
    const still = { ...history, returns: new Float64Array(6).fill(0.1) }
    expect(tradingScale(still, 5, 0, 21, 800)).toBe(0)
  })

  it("is not known where no value was traded", () => {
    expect(tradingScale({ ...history, volume: new Float64Array(6) }, 5, 0, 21, 800)).toBeNaN()
  })
})
