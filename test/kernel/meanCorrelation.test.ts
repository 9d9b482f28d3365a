import fc from "fast-check"
import { expect, it } from "vitest"
import { meanCorrelation } from "../../src/kernel/meanCorrelation.ts"
import { correlationOf } from "../../src/kernel/slopeOf.ts"

it("meanCorrelation is the mean over all pairs", () => {
  const series = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(fc.array(series, { minLength: 2, maxLength: 6 }), (lists) => {
      const all = lists.map((list) => Float64Array.from(list)).filter((list) => new Set(list).size > 1)
      if (all.length < 2) return
      const pairs = all.flatMap((left, i) => all.slice(i + 1).map((right) => correlationOf(left, right)))
      const average = pairs.reduce((sum, value) => sum + value, 0) / pairs.length
      expect(meanCorrelation(all)).toBeCloseTo(average, 9)
    }),
    { seed: 93, numRuns: 200 },
  )
})
