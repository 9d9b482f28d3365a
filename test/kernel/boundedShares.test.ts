import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boundedShares } from "../../src/kernel/boundedShares.ts"

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.sqrt(sum(Array.from(a).map((x, i) => (x - b[i]!) ** 2)))

/** A point, and bounds between which shares can add up to 1. */
const cases = fc
  .tuple(
    fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 1000 }),
  )
  .map(([values, low, high, seed]) => {
    const equal = 1 / values.length
    return { values: Float64Array.from(values), least: low * equal, most: equal + high * (1 - equal), seed }
  })

/** Some other point that keeps the bounds and adds up to 1: mixtures of equal shares and of one corner. */
function another(count: number, least: number, most: number, seed: number): Array<number> {
  const equal = 1 / count
  const room = Math.min(equal - least, (most - equal) * (count - 1))
  const share = ((seed % 97) / 97) * Math.max(0, room)
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? 1 : i === seed % count ? equal - share : equal + share / (count - 1),
  )
}

describe("bounded shares", () => {
  it("add up to 1 within the bounds, and nothing else that does is nearer", () => {
    fc.assert(
      fc.property(cases, ({ values, least, most, seed }) => {
        const shares = boundedShares(values, least, most)
        expect(sum(shares)).toBeCloseTo(1, 11)
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(least - 1e-12)
          expect(share).toBeLessThanOrEqual(most + 1e-12)
        }
        for (let k = 0; k < 20; k++) {
          const other = another(values.length, least, most, seed + k)
          expect(distance(values, shares)).toBeLessThanOrEqual(distance(values, other) + 1e-9)
        }
      }),
      { seed: 41, numRuns: 1000 },
    )
  })

  it("are the values themselves where those already fit", () => {
    const fits = Float64Array.of(0.2, 0.3, 0.5)
    expect(boundedShares(fits, 0, 1)).toEqual(fits)
    expect(boundedShares(fits, 0.2, 0.5)).toEqual(fits)
  })

  it("move together until a bound stops them: (.7, .2, .1) within .15 … .5", () => {
    const shares = boundedShares(Float64Array.of(0.7, 0.2, 0.1), 0.15, 0.5)
    // .2 is cut from the first; the third needs .05 and the rest is shared: λ = −.1
    expect([...shares].map((share) => Number(share.toFixed(12)))).toEqual([0.5, 0.3, 0.2])
  })

  it("are equal where the bounds leave nothing else", () => {
    expect([...boundedShares(Float64Array.of(0.9, 0.1), 0.5, 0.5)]).toEqual([0.5, 0.5])
  })
})
