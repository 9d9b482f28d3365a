import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { carinoCoefficients } from "../../src/kernel/carinoCoefficients.ts"
import { carinoFactor } from "../../src/kernel/carinoFactor.ts"
import { compound } from "../../src/kernel/compound.ts"
import { linkedSums } from "../../src/kernel/linkedSums.ts"
import { rowSums } from "../../src/kernel/rowSums.ts"

const settings = { seed: 16, numRuns: 300 }
const small = fc.double({ min: -0.3, max: 0.3, noNaN: true })

describe("carinoFactor", () => {
  it("is ln(1 + r) / r by its series near 0, to the last places", () => {
    for (const r of [1e-3, -1e-3, 1e-6, -3e-9, 1e-15, 2e-17, 0]) {
      let series = 0
      let power = 1
      for (let k = 1; k < 12; k++, power *= -r) series += power / k
      expect(Math.abs(carinoFactor(r) - series)).toBeLessThan(4e-16)
    }
  })

  it("does not exist for a total loss", () => {
    expect(carinoFactor(-1)).toBeNaN()
    expect(carinoFactor(-1.5)).toBeNaN()
    expect(carinoFactor(NaN)).toBeNaN()
  })
})

describe("carinoCoefficients", () => {
  it("links any split of the returns to the compounded return, to 1e-10", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small), { maxLength: 200 }), (sessions) => {
        const whole = Float64Array.from(sessions, ([a, b]) => a + b)
        const growth = compound(whole)
        const total = growth[growth.length - 1]! - 1
        const coefficients = carinoCoefficients(whole)!
        const parts = linkedSums(Float64Array.from(sessions.flat()), 2, coefficients)
        expect(Math.abs(parts[0]! + parts[1]! - total)).toBeLessThan(1e-10 * Math.max(1, Math.abs(total)))
      }),
      settings,
    )
  })

  it("leaves a single session as it is, and zero returns too", () => {
    expect([...carinoCoefficients(Float64Array.of(0.07))!]).toEqual([1])
    expect([...carinoCoefficients(Float64Array.of(0, 0))!]).toEqual([1, 1])
    expect([...carinoCoefficients(new Float64Array(0))!]).toEqual([])
  })

  it("does not exist beyond a total loss or a missing return", () => {
    expect(carinoCoefficients(Float64Array.of(0.1, -1))).toBeUndefined()
    expect(carinoCoefficients(Float64Array.of(0.1, -1.2, -3))).toBeUndefined()
    expect(carinoCoefficients(Float64Array.of(0.1, NaN))).toBeUndefined()
  })
})

describe("linkedSums", () => {
  it("sums each column, without what is not there", () => {
    const table = Float64Array.of(1, 10, NaN, 20, 2, NaN)
    expect([...linkedSums(table, 2, Float64Array.of(2, 5, 3))]).toEqual([8, 120])
    expect([...rowSums(table, 3, 2)]).toEqual([11, 20, 2])
    expect([...rowSums(new Float64Array(0), 2, 0)]).toEqual([0, 0])
  })
})
