import { describe, expect, it } from "vitest"
import { windowDeviation } from "../../src/kernel/windowDeviation.ts"
import { chance } from "../laws/markets.ts"
import { column, deviation, windowAt } from "../laws/naive.ts"

const at = (values: Float64Array, width: number, end: number, window: number): Float64Array => {
  const out = new Float64Array(width)
  windowDeviation(values, width, end, window, out, 0)
  return out
}

describe("windowDeviation", () => {
  it("agrees with the two-pass deviation of each window, also far from 0", () => {
    const next = chance(7)
    const values = Float64Array.from({ length: 300 }, () => 1000 + next())
    for (let t = 9; t < 100; t++) {
      const ours = at(values, 3, t + 1, 10)
      for (let i = 0; i < 3; i++) {
        expect(ours[i]).toBeCloseTo(deviation(windowAt(column(values, 3, i), t, 10)!), 11)
      }
    }
  })

  it("is exactly 0 for equal values", () => {
    for (const value of [0.1, 1 / 3, 1e6 / 7, -0.7]) {
      for (let window = 2; window < 70; window++) {
        expect(at(new Float64Array(2 * window).fill(value), 2, window, window)).toEqual(Float64Array.of(0, 0))
      }
    }
  })

  it("is not known before the window is full and where a value is not", () => {
    const values = Float64Array.of(1, NaN, 2, 5, 4, 9)
    expect(at(values, 2, 1, 2)).toEqual(Float64Array.of(NaN, NaN))
    expect(at(values, 2, 2, 2)).toEqual(Float64Array.of(Math.SQRT1_2, NaN))
    expect(at(values, 2, 3, 2)[1]).toBeCloseTo(deviation([5, 9]), 15)
  })
})
