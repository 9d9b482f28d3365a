import { describe, expect, it } from "vitest"
import { eligibleCounts } from "../../src/kernel/eligibleCounts.ts"
import { knownCounts } from "../../src/kernel/knownCounts.ts"

const values = Float64Array.of(1, 0, NaN, NaN, NaN, NaN, 0, NaN, 0, 1, 1, 1)

describe("counts of rows", () => {
  it("count what is above 0, and know nothing of a row without a value", () => {
    expect([...eligibleCounts(values, 4, 3)]).toEqual([1, NaN, 0, 3])
    expect([...eligibleCounts(new Float64Array(0), 2, 0)]).toEqual([NaN, NaN])
  })

  it("count what is known", () => {
    expect([...knownCounts(values, 4, 3)]).toEqual([2, 0, 2, 3])
    expect([...knownCounts(new Float64Array(0), 2, 0)]).toEqual([0, 0])
  })
})
