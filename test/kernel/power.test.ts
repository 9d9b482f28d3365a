import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { power } from "../../src/kernel/power.ts"

const settings = { seed: 11, numRuns: 500 }

/** base^(whole/divisor) checked by its own definition: raised to `divisor` it is base^whole, by multiplication alone. */
const product = (base: number, times: number): number => {
  let out = 1
  for (let k = 0; k < times; k++) out *= base
  return out
}

describe("power", () => {
  it("is repeated multiplication for whole exponents, to 1e-12", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (base, times) => {
          expect(Math.abs(power(base, times) / product(base, times) - 1)).toBeLessThan(1e-12)
        },
      ),
      settings,
    )
  })

  it("undoes a root, to 1e-12: what CAGR does", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (base, years) => {
          expect(Math.abs(product(power(base, 1 / years), years) / base - 1)).toBeLessThan(1e-12)
        },
      ),
      settings,
    )
  })

  it("knows its edges", () => {
    expect(power(0, 0.5)).toBe(0)
    expect(power(0, 0)).toBe(1)
    expect(power(7, 1)).toBe(7)
    expect(power(1, 1e9)).toBe(1)
    expect(power(1e10, 252)).toBe(Infinity)
    expect(power(-1, 0.5)).toBeNaN()
    expect(power(-1, 1)).toBeNaN()
    expect(power(NaN, 2)).toBeNaN()
  })
})
