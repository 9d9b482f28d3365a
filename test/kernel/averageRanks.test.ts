import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { averageRanks } from "../../src/kernel/averageRanks.ts"

const values = fc.array(fc.constantFrom(-2, -1, 0, 0.5, 1, 1 + 1e-15, 3), { maxLength: 12 })

describe("averageRanks", () => {
  it("counts who is below, and half of those who are equal", () => {
    fc.assert(
      fc.property(values, (given) => {
        const near = (x: number, y: number): boolean => Math.abs(x - y) < 1e-9
        const wanted = given.map((x) => {
          const below = given.filter((y) => y < x && !near(x, y)).length
          return below + (given.filter((y) => near(x, y)).length + 1) / 2
        })
        expect([...averageRanks(Float64Array.from(given))]).toEqual(wanted)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
