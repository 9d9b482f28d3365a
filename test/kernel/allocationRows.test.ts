import { describe, expect, it } from "vitest"
import { blendChanges } from "../../src/kernel/blendChanges.ts"
import { equalWeights } from "../../src/kernel/equalWeights.ts"
import { holdEnough } from "../../src/kernel/holdEnough.ts"
import { inverseVolatility } from "../../src/kernel/inverseVolatility.ts"
import { leverage } from "../../src/kernel/leverage.ts"
import { sessionsSinceFill } from "../../src/kernel/sessionsSinceFill.ts"

const row = (...values: Array<number>) => Float64Array.from(values)

describe("equalWeights and inverseVolatility", () => {
  it("share among members only; who is not there stays not there", () => {
    expect(equalWeights(row(1, 0, NaN, 1))).toEqual(row(0.5, 0, NaN, 0.5))
    expect(equalWeights(row(0, 0))).toEqual(row(0, 0))
    expect(inverseVolatility(row(1, 0, NaN, 1), row(0.01, 0.5, 0.5, 0.03), 1e-4)).toEqual(
      row(0.75, 0, NaN, 0.25),
    )
    expect(inverseVolatility(row(0, 0), row(1, 1), 1e-4)).toEqual(row(0, 0))
  })

  it("floor the volatility and give nothing to a member without one", () => {
    expect(inverseVolatility(row(1, 1), row(1e-7, 1e-4), 1e-4)).toEqual(row(0.5, 0.5))
    expect(inverseVolatility(row(1, 1), row(NaN, 0.02), 1e-4)).toEqual(row(0, 1))
  })
})

describe("holdEnough", () => {
  it("scales a row with c of m names by c/m, and leaves the others alone", () => {
    expect(holdEnough(row(0.6, -0.3, 1e-7, NaN), 4)).toEqual(row(0.3, -0.15, 0.5e-7, NaN))
    const enough = row(0.6, -0.3)
    expect(holdEnough(enough, 2)).toBe(enough)
    expect(holdEnough(row(0, 0), 1)).toEqual(row(0, 0))
  })
})

describe("leverage", () => {
  const rule = { target: 0.1, least: 0.5, most: 2 }

  it("is target over volatility within its bounds, and 1 within them where there is no volatility", () => {
    expect(leverage(0.08, rule)).toBeCloseTo(1.25, 15)
    expect(leverage(0.01, rule)).toBe(2)
    expect(leverage(0.9, rule)).toBe(0.5)
    expect(leverage(NaN, rule)).toBe(1)
    expect(leverage(1e-9, rule)).toBe(1)
    expect(leverage(NaN, { ...rule, least: 1.2 })).toBe(1.2)
  })
})

describe("sessionsSinceFill", () => {
  it("counts from the first fill, across slices", () => {
    const filled = row(0, 0, 1, 0, 1, 0)
    expect(sessionsSinceFill(filled, 0, NaN, 0)).toEqual(row(NaN, NaN, 0, 1, 2, 3))
    expect(sessionsSinceFill(filled.subarray(1), 3, 1, 0)).toEqual(row(NaN, NaN, NaN, 2, 3))
    expect(sessionsSinceFill(filled, 0, NaN, 1)).toEqual(row(NaN, NaN, NaN, 0, 1, 2))
    expect(sessionsSinceFill(filled.subarray(2), 1, NaN, 1)).toEqual(row(NaN, 0, 1, 2))
  })
})

describe("blendChanges", () => {
  it("are the rows on which the sign of the mean changes, with what is not known as 0", () => {
    const one = row(NaN, 0, 1, 1, NaN, -1)
    expect([...blendChanges([one], 1, 6)]).toEqual([0, 0, 1, 0, 1, 1])
    const other = row(0, 0, -1, 0, 0, 1)
    expect([...blendChanges([one, other], 1, 6)]).toEqual([0, 0, 0, 1, 1, 0])
  })

  it("take a mean that is only rounding for 0", () => {
    expect([...blendChanges([row(0.1), row(0.2), row(-0.3)], 1, 1)]).toEqual([0])
  })
})
