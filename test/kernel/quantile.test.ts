import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { orderStatistic } from "../../src/kernel/orderStatistic.ts"
import { quantile } from "../../src/kernel/quantile.ts"
import { rowOfMaximum } from "../../src/kernel/rowOfMaximum.ts"
import { rowOfMinimum } from "../../src/kernel/rowOfMinimum.ts"

const settings = { seed: 13, numRuns: 500 }
/** Small whole numbers, so that values repeat. */
const values = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 40 })

describe("orderStatistic, quantile, rowOfMinimum, rowOfMaximum", () => {
  it("finds what sorting finds, at every place, and leaves the values alone", () => {
    fc.assert(
      fc.property(values, (list) => {
        const x = Float64Array.from(list)
        const sorted = x.toSorted()
        expect(list.map((_, k) => orderStatistic(x, k))).toEqual([...sorted])
        expect([...x]).toEqual(list)
        expect(x[rowOfMinimum(x)]).toBe(sorted[0])
        expect(rowOfMinimum(x)).toBe(list.indexOf(sorted[0]!))
        expect(rowOfMaximum(x)).toBe(list.indexOf(sorted[sorted.length - 1]!))
      }),
      settings,
    )
  })

  it("interpolates between neighbours", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const x = Float64Array.from(list)
        const sorted = x.toSorted()
        const place = share * (list.length - 1)
        const low = sorted[Math.floor(place)]!
        const high = sorted[Math.ceil(place)]!
        expect(quantile(x, share)).toBeCloseTo(low + (place % 1) * (high - low), 12)
      }),
      settings,
    )
  })

  it("gives the examples of numpy's manual", () => {
    expect(quantile(Float64Array.of(10, 7, 4, 3, 2, 1), 0.5)).toBe(3.5)
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.05)).toBeCloseTo(1.15, 15)
    expect(quantile(Float64Array.of(5), 0.05)).toBe(5)
  })

  it("says NaN or −1 for nothing", () => {
    const none = new Float64Array(0)
    expect(quantile(none, 0.05)).toBeNaN()
    expect(orderStatistic(Float64Array.of(1), 1)).toBeNaN()
    expect(rowOfMaximum(none)).toBe(-1)
    expect(rowOfMinimum(none)).toBe(-1)
  })
})
