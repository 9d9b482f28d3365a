import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { inverseNormal } from "../../src/kernel/inverseNormal.ts"
import { normalDistribution } from "../../src/kernel/normalDistribution.ts"

describe("normalDistribution", () => {
  it("has the values of printed tables, in the tails too", () => {
    const known = [
      [0, 0.5],
      [1, 0.8413447460685429],
      [1.959963984540054, 0.975],
      [3, 0.9986501019683699],
      [-3.5, 2.3262907903552504e-4],
      [-5, 2.866515718791939e-7],
      [-10, 7.619853024160527e-24],
    ] as const
    for (const [z, p] of known) expect(Math.abs(normalDistribution(z) / p - 1)).toBeLessThan(2e-15)
  })

  it("undoes the quantile", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1 - 1e-16, noNaN: true }), (p) => {
        expect(Math.abs(normalDistribution(inverseNormal(p)) / p - 1)).toBeLessThan(2e-12)
      }),
      { seed: 81, numRuns: 1000 },
    )
  })

  it("is symmetric, rises, and is continuous where the method changes", () => {
    fc.assert(
      fc.property(fc.double({ min: -45, max: 45, noNaN: true }), (z) => {
        expect(Math.abs(normalDistribution(z) + normalDistribution(-z) - 1)).toBeLessThan(4e-16)
        expect(normalDistribution(z + 1e-3)).toBeGreaterThanOrEqual(normalDistribution(z))
      }),
      { seed: 82, numRuns: 500 },
    )
    for (const edge of [3, -3]) {
      const [below, above] = [normalDistribution(edge - 1e-12), normalDistribution(edge + 1e-12)]
      expect(Math.abs(above - below)).toBeLessThan(2e-14)
    }
    expect([-Infinity, Infinity, NaN].map(normalDistribution)).toEqual([0, 1, NaN])
  })
})
