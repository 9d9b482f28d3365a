import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { inverseNormal } from "../../src/kernel/inverseNormal.ts"

describe("inverseNormal", () => {
  it.each([
    [0.25, -0.6744897501960817], // the three of Wichura (1988)
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
    [0.3, -0.5244005127080408], // the rest computed with 40 digits
    [0.076, -1.4325027208258116],
    [0.074, -1.4466320671589785],
    [0.975, 1.9599639845400543],
    [0.0001, -3.7190164854556804],
    [1e-11, -6.706023155495136],
    [1.4e-11, -6.656723091518184],
    [1e-12, -7.034483825301132],
    [1e-300, -37.0470962993612],
    [5e-324, -38.467405617144344],
  ])("of %d", (p, z) => {
    expect(Math.abs(inverseNormal(p) - z)).toBeLessThan(1e-15 * Math.max(1, Math.abs(z)))
  })

  it("is odd about ½, and grows", () => {
    const p = fc.double({ min: 1e-12, max: 0.5, noNaN: true })
    const half = fc.tuple(p, p)
    fc.assert(
      fc.property(half, ([a, b]) => {
        const odd = Math.abs(inverseNormal(1 - a) + inverseNormal(1 - (1 - a))) < 1e-12
        return odd && (a < b ? inverseNormal(a) <= inverseNormal(b) : inverseNormal(a) >= inverseNormal(b))
      }),
      { seed: 1, numRuns: 5000 },
    )
  })

  it("knows its ends", () => {
    expect([0, 1, 0.5, -1, 2, NaN].map(inverseNormal)).toEqual([-Infinity, Infinity, 0, NaN, NaN, NaN])
  })
})
