import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Stream from "../../src/dag/Stream.ts"
import { inverseNormal } from "../../src/kernel/inverseNormal.ts"
import { sharpeDifference } from "../../src/kernel/sharpeDifference.ts"

const normals = (name: string, count: number, seed: number): Float64Array => {
  const source = Stream.column(seed, "normals", name)
  return Float64Array.from({ length: count }, (_, row) => inverseNormal(source.unit(row) + 2 ** -54))
}

describe("the difference of two Sharpe ratios", () => {
  it("is that of the ratios, changes sign with the order, and knows nothing of scale", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 20, max: 300 }), (seed, count) => {
        const [a, b] = [normals("a", count, seed), normals("b", count, seed)]
        const forth = sharpeDifference(a, b)
        const back = sharpeDifference(b, a)
        expect(forth.difference).toBeCloseTo(-back.difference, 12)
        expect(forth.pValue).toBeCloseTo(back.pValue, 12)
        const scaled = sharpeDifference(
          a.map((value) => value * 3),
          b,
        )
        expect(scaled.difference).toBeCloseTo(forth.difference, 10)
      }),
      { seed: 92, numRuns: 60 },
    )
  })

  it("rejects equal skill about as often as its level says, also for correlated systems", () => {
    let rejected = 0
    const worlds = 400
    for (let seed = 1; seed <= worlds; seed++) {
      const [common, own, other] = ["common", "own", "other"].map((name) => normals(name, 500, seed))
      const a = common!.map((value, t) => 0.05 + value + 0.5 * own![t]!)
      const b = common!.map((value, t) => 0.05 + value + 0.5 * other![t]!)
      if (sharpeDifference(a, b).pValue < 0.05) rejected++
    }
    // 20 expected, standard deviation 4.4
    expect(rejected).toBeGreaterThan(5)
    expect(rejected).toBeLessThan(38)
  })

  it("has the standard error that independent normal systems have: √((1 + SR₁²/2 + 1 + SR₂²/2) / n)", () => {
    const count = 20_000
    const a = normals("a", count, 7).map((value) => value + 0.1)
    const b = normals("b", count, 8)
    const { standardError } = sharpeDifference(a, b)
    expect(standardError / Math.sqrt((1 + 0.005 + 1) / count)).toBeCloseTo(1, 1)
  })

  it("says nothing where one does not vary or there are hardly any sessions", () => {
    const flat = new Float64Array(50).fill(0.01)
    expect(sharpeDifference(flat, normals("a", 50, 1)).pValue).toBeNaN()
    expect(sharpeDifference(normals("a", 4, 1), normals("b", 4, 1)).pValue).toBeNaN()
  })
})
