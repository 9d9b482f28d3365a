import { describe, expect, it } from "vitest"
import { accepts, intentOf } from "./intentOf.ts"

const short = { type: "time_series_momentum", momentum_lookback: 4, vol_lookback: 3, clip: 2 }
const levels = [100, 102, 101, 104, 106]

describe("the time-series momentum strategy", () => {
  it("measures growth by the volatility of as many sessions", () => {
    const steps = [101 / 102 - 1, 104 / 101 - 1, 106 / 104 - 1]
    const mean = (steps[0]! + steps[1]! + steps[2]!) / 3
    const volatility = Math.sqrt(steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / 2)
    const { intent } = intentOf(short, levels)
    expect(intent.slice(0, 4).every(Number.isNaN)).toBe(true)
    expect(intent[4]).toBeCloseTo(0.06 / (volatility * 2) / 2, 14)
  })

  it("treats each asset alone, stays within ±1, and has no opinion on a price that does not move", () => {
    const mirror = levels.map((level) => 200 - level)
    const { intent } = intentOf({ ...short, clip: 0.1 }, [levels, mirror, [5, 5, 5, 5, 5]])
    expect(intent.slice(12)).toEqual([1, -1, NaN])
  })

  it("gives signals instead of scores once it has a threshold", () => {
    expect(intentOf({ ...short, threshold: 0.1 }, levels).intent[4]).toBe(1)
    expect(intentOf({ ...short, threshold: 1 }, levels).intent[4]).toBe(0)
  })

  it("has the defaults of its schema", () => {
    expect(accepts({ type: "time_series_momentum" })).toBe(true)
    expect(accepts({ ...short, clip: 0 })).toBe(false)
    expect(accepts({ ...short, vol_lookback: 1 })).toBe(false)
  })
})
