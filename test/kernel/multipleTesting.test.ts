import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { benjaminiHochberg, benjaminiYekutieli, holm } from "../../src/kernel/multipleTesting.ts"

const pValues = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
  .map((list) => Float64Array.from(list))

/** The decisions of the published step procedures at one level, which adjusted p-values must reproduce. */
const rejectedBy = {
  holm: (sorted: ReadonlyArray<number>, level: number) => {
    const stop = sorted.findIndex((p, k) => p > level / (sorted.length - k))
    return stop < 0 ? sorted.length : stop
  },
  hochberg: (sorted: ReadonlyArray<number>, level: number, factor: number) =>
    sorted.findLastIndex((p, k) => p <= (level * (k + 1)) / (sorted.length * factor)) + 1,
}

describe("p-values of several tests", () => {
  it("reject what the step procedures reject, at any level", () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (given, level) => {
        const sorted = [...given].sort((a, b) => a - b)
        const harmonic = sorted.reduce((sum, _, k) => sum + 1 / (k + 1), 0)
        const rejected = (adjusted: Float64Array) => adjusted.filter((p) => p <= level).length
        expect(rejected(holm(given))).toBe(rejectedBy.holm(sorted, level))
        expect(rejected(benjaminiHochberg(given))).toBe(rejectedBy.hochberg(sorted, level, 1))
        expect(rejected(benjaminiYekutieli(given))).toBe(rejectedBy.hochberg(sorted, level, harmonic))
      }),
      { seed: 86, numRuns: 500 },
    )
  })

  it("never fall below the raw ones, keep their order, and leave what is no test out", () => {
    fc.assert(
      fc.property(pValues, (given) => {
        for (const adjust of [holm, benjaminiHochberg, benjaminiYekutieli]) {
          const adjusted = adjust(given)
          expect(adjusted.every((p, i) => p >= given[i]! && p <= 1)).toBe(true)
          const withGap = adjust(Float64Array.of(NaN, ...given))
          expect(withGap[0]).toBeNaN()
          expect(withGap.subarray(1)).toEqual(adjusted)
        }
      }),
      { seed: 87, numRuns: 200 },
    )
    expect(holm(new Float64Array(0))).toHaveLength(0)
  })
})
