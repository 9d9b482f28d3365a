import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compound } from "../../src/kernel/compound.ts"
import { deepestDrawdown } from "../../src/kernel/deepestDrawdown.ts"
import { drawdown } from "../../src/kernel/drawdown.ts"
import { longestUnderwater } from "../../src/kernel/longestUnderwater.ts"

const settings = { seed: 14, numRuns: 500 }
const equity = (...levels: ReadonlyArray<number>) => Float64Array.from(levels)
const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { maxLength: 40 })
const paths = returns.map((list) => compound(Float64Array.from(list)))

describe("compound", () => {
  it("starts at 1 and multiplies", () => {
    expect([...compound(Float64Array.of(0.5, -0.5, NaN, 0.1))]).toEqual([1, 1.5, 0.75, NaN, NaN])
    expect([...compound(new Float64Array(0))]).toEqual([1])
  })
})

describe("drawdown", () => {
  it("is never positive, 0 at every new high, and its least is the deepest", () => {
    fc.assert(
      fc.property(paths, (path) => {
        const below = drawdown(path)
        const highs = path.map((_, t) => Math.max(...path.subarray(0, t + 1)))
        below.forEach((share, t) => {
          expect(share).toBeLessThanOrEqual(0)
          expect(share).toBe(path[t]! / highs[t]! - 1)
        })
        expect(deepestDrawdown(path).depth).toBe(Math.min(...below))
      }),
      settings,
    )
  })

  it("counts the start as a peak even where its row is missing, and keeps NaN", () => {
    expect([...drawdown(equity(NaN, 0.9, 0.95, NaN))]).toEqual([NaN, 0.9 - 1, 0.95 - 1, NaN])
  })
})

describe("deepestDrawdown", () => {
  it("falls from the last peak and recovers at the first return to it", () => {
    fc.assert(
      fc.property(paths, (path) => {
        const { depth, peak, trough, recovery } = deepestDrawdown(path)
        if (trough < 0) {
          expect(depth).toBeGreaterThan(-1e-12)
          return
        }
        const high = Math.max(...path.subarray(0, trough))
        expect(path[trough]! / high - 1).toBe(depth)
        expect(path[peak]! / high).toBeCloseTo(1, 11)
        for (let t = peak + 1; t <= trough; t++) expect(path[t]!).toBeLessThan(high)
        if (recovery < 0) for (let t = trough; t < path.length; t++) expect(path[t]!).toBeLessThan(high)
        else expect(path[recovery]! / high).toBeGreaterThan(1 - 1e-11)
      }),
      settings,
    )
  })

  it.each([
    ["the largest share, not the largest amount", equity(10, 5, 10, 100, 92, 100, 300, 280), -0.5, [0, 1, 2]],
    [
      "the last of repeated peaks",
      equity(100, 110, 105, 100, 105, 110, 105, 100, 95, 90),
      90 / 110 - 1,
      [5, 9, -1],
    ],
    ["the first of equal troughs", equity(1, 0.5, 1, 0.5), -0.5, [0, 1, 2]],
    ["the start as a peak", equity(1, 0.9, 0.8, 1.1), 0.8 - 1, [0, 2, 3]],
    ["levels equal but for dust as equal", equity(1, 0.9, 1 - 1e-15, 0.8, 1 - 1e-14), 0.8 - 1, [2, 3, 4]],
    ["a fall that is only dust as none", equity(1, 1 - 1e-14, 1), -1e-14, [-1, -1, -1]],
    ["a rise as none", equity(1, 1.1, 1.2), 0, [-1, -1, -1]],
    ["the start alone as none", equity(1), 0, [-1, -1, -1]],
    ["a total loss", equity(1, 1.1, 0), -1, [1, 2, -1]],
  ])("takes %s", (_, path, depth, [peak, trough, recovery]) => {
    const found = deepestDrawdown(path)
    expect(found.depth).toBeCloseTo(depth, 13)
    expect([found.peak, found.trough, found.recovery]).toEqual([peak, trough, recovery])
  })
})

describe("longestUnderwater", () => {
  it("counts the entries of the longest run below the peak, an open one too", () => {
    expect(longestUnderwater(equity(1, 0.9, 1, 0.9, 0.8, 0.9, 1.1, 1))).toBe(3)
    expect(longestUnderwater(equity(1, 2, 1, 1))).toBe(2)
    expect(longestUnderwater(equity(1, 1 - 1e-15, 1))).toBe(0)
    expect(longestUnderwater(equity(1))).toBe(0)
    expect(longestUnderwater(equity())).toBe(0)
  })
})
