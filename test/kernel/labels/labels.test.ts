/** Labels against plain loops written from their definitions, on random paths with gaps. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concurrency } from "../../../src/kernel/labels/concurrency.ts"
import { forwardGrowth } from "../../../src/kernel/labels/forwardGrowth.ts"
import { quantileClasses } from "../../../src/kernel/labels/quantileClasses.ts"
import { trendScan } from "../../../src/kernel/labels/trendScan.ts"
import { type Barriers, tripleBarrier } from "../../../src/kernel/labels/tripleBarrier.ts"

/** Levels of one asset, a tenth of them unknown. */
const path = fc
  .array(fc.tuple(fc.double({ min: -0.06, max: 0.06, noNaN: true }), fc.integer({ min: 0, max: 9 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let level = 100
    return Float64Array.from(steps, ([step, gap]) => {
      level *= 1 + step
      return gap === 0 ? NaN : level
    })
  })

const barriers: fc.Arbitrary<Barriers> = fc.record({
  profitTake: fc.constantFrom(0, 0.5, 1, 2),
  stopLoss: fc.constantFrom(0, 0.5, 1, 2),
  expiry: fc.integer({ min: 1, max: 12 }),
  tie: fc.constantFrom("stop" as const, "profit" as const),
})

describe("the triple barrier", () => {
  it("is what a walk along the path meets first", () => {
    fc.assert(
      fc.property(path, barriers, fc.constantFrom(1, -1), (close, rules, side) => {
        const volatility = close.map(() => 0.03)
        const sides = close.map(() => side * 0.7)
        const ours = tripleBarrier({ close, range: undefined, volatility, side: sides }, 1, rules)
        close.forEach((paid, entry) => {
          let expected: readonly [number, number, number] = [NaN, NaN, NaN]
          for (let row = entry + 1; row <= entry + rules.expiry && row < close.length; row++) {
            const result = side * (close[row]! / paid - 1)
            if (Number.isNaN(result)) continue
            const met =
              rules.profitTake > 0 && result > rules.profitTake * 0.03
                ? 1
                : rules.stopLoss > 0 && result < -rules.stopLoss * 0.03
                  ? -1
                  : row === entry + rules.expiry
                    ? 0
                    : undefined
            if (met === undefined) continue
            expected = [met, result, row]
            break
          }
          expect([ours.barrier[entry], ours.result[entry], ours.end[entry]]).toEqual(expected)
        })
      }),
      { numRuns: 300 },
    )
  })

  const range = (high: ReadonlyArray<number>, low: ReadonlyArray<number>) => ({
    high: Float64Array.from(high),
    low: Float64Array.from(low),
  })
  const met = (
    close: ReadonlyArray<number>,
    high: ReadonlyArray<number>,
    low: ReadonlyArray<number>,
    tie: "stop" | "profit",
    side = 1,
  ) => {
    const { barrier, result, end } = tripleBarrier(
      {
        close: Float64Array.from(close),
        range: range(high, low),
        volatility: Float64Array.from(close, () => 0.05),
        side: Float64Array.from(close, () => side),
      },
      1,
      { profitTake: 1, stopLoss: 1, expiry: 2, tie },
    )
    return [barrier[0], result[0], end[0]]
  }

  it("counts the extremes of a session, with the exit at the barrier", () => {
    expect(met([100, 101, 100], [100, 106, 101], [100, 99, 99], "stop")).toEqual([1, 0.05, 1])
    expect(met([100, 101, 100], [100, 102, 101], [100, 94, 99], "stop")).toEqual([-1, -0.05, 1])
  })

  it("takes the barrier it is told where one session touches both", () => {
    expect(met([100, 100, 100], [100, 106, 101], [100, 94, 99], "stop")).toEqual([-1, -0.05, 1])
    expect(met([100, 100, 100], [100, 106, 101], [100, 94, 99], "profit")).toEqual([1, 0.05, 1])
  })

  it("leaves at the nearest level that was traded where a session lies beyond the barrier", () => {
    const [barrier, result] = met([100, 88, 88], [100, 90, 90], [100, 85, 85], "stop")
    expect(barrier).toBe(-1)
    expect(result).toBeCloseTo(-0.1, 12)
  })

  it("turns everything about for a short bet", () => {
    expect(met([100, 101, 100], [100, 106, 101], [100, 99, 99], "stop", -1)).toEqual([-1, -0.05, 1])
    expect(met([100, 99, 100], [100, 100, 101], [100, 94, 99], "stop", -1)).toEqual([1, 0.05, 1])
  })
})

describe("forward growth", () => {
  it("is the level later over the level now", () => {
    fc.assert(
      fc.property(path, fc.integer({ min: 1, max: 8 }), (levels, horizon) => {
        const ours = forwardGrowth(levels, 1, horizon)
        levels.forEach((now, row) => expect(ours[row]).toBe((levels[row + horizon] ?? NaN) / now - 1))
      }),
    )
  })
})

describe("trend scanning", () => {
  /** t-value of the slope of an ordinary regression on 0 … n − 1, from its residuals. */
  function slopeT(y: ReadonlyArray<number>): number {
    const n = y.length
    const [mx, my] = [(n - 1) / 2, y.reduce((a, b) => a + b, 0) / n]
    const xx = y.reduce((sum, _, x) => sum + (x - mx) ** 2, 0)
    const slope = y.reduce((sum, value, x) => sum + (x - mx) * (value - my), 0) / xx
    const rest = y.reduce((sum, value, x) => sum + (value - my - slope * (x - mx)) ** 2, 0)
    return slope / Math.sqrt(rest / (n - 2) / xx)
  }

  it("picks the horizon whose slope is surest, as a regression on each says", () => {
    fc.assert(
      fc.property(path, (levels) => {
        const ours = trendScan(levels, 1, 3, 8)
        levels.forEach((_, row) => {
          const ahead = Array.from(levels.subarray(row, row + 9), Math.log)
          if (ahead.length < 9 || ahead.some(Number.isNaN)) return expect(ours.tValue[row]).toBeNaN()
          const first = ahead[0]!
          if (ahead.slice(0, 4).every((level) => Math.abs(level - first) < 1e-6)) return // no trend to be sure of
          const ts = [3, 4, 5, 6, 7, 8].map((x) => slopeT(ahead.slice(0, x + 1)))
          const surest = ts.reduce((best, t) => (Math.abs(t) > Math.abs(best) ? t : best))
          expect(ours.tValue[row]! / surest).toBeCloseTo(1, 6)
          expect(Math.abs(ts[ours.horizon[row]! - 3]! / surest)).toBeCloseTo(1, 6)
        })
      }),
    )
  })

  it("calls a line without residuals sure, and a level that stands still no trend", () => {
    const rising = Float64Array.from({ length: 6 }, (_, t) => 2 ** t)
    expect(trendScan(rising, 1, 2, 4).tValue[0]).toBe(1e6)
    expect(trendScan(new Float64Array(6).fill(7), 1, 2, 4).tValue[0]).toBeNaN()
  })
})

describe("average uniqueness", () => {
  it("is the mean of 1 / spans over the rows a label rests on", () => {
    const spans = fc.array(fc.option(fc.integer({ min: 1, max: 6 }), { nil: NaN }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(spans, (lengths) => {
        const ends = Float64Array.from(lengths, (length, row) => Math.min(row + length, lengths.length - 1))
        const rests = (label: number, row: number): boolean => row > label && row <= ends[label]!
        const count = lengths.map((_, row) => lengths.filter((_, label) => rests(label, row)).length)
        const ours = concurrency(ends, 1, 6)
        lengths.forEach((_, row) => expect(ours.count[row]).toBe(count[row] === 0 ? NaN : count[row]))
        lengths.forEach((_, label) => {
          const shares = count.flatMap((spans, row) => (rests(label, row) ? [1 / spans] : []))
          const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
          if (shares.length === 0) expect(ours.uniqueness[label]).toBeNaN()
          else expect(ours.uniqueness[label]).toBeCloseTo(mean, 12)
        })
      }),
    )
  })

  it("is 1 where labels do not overlap", () => {
    const ends = Float64Array.from([2, NaN, 4, NaN, NaN])
    expect(concurrency(ends, 1, 5).uniqueness).toEqual(Float64Array.from([1, NaN, 1, NaN, NaN]))
  })
})

describe("quantile classes", () => {
  it("are of equal size, in order, and shared by ties", () => {
    expect(quantileClasses(Float64Array.from([5, 1, NaN, 3, 2]), 5, 2)).toEqual(
      Float64Array.from([1, 0, NaN, 1, 0]),
    )
    expect(quantileClasses(Float64Array.from([1, 1, 1, 9]), 4, 4)).toEqual(Float64Array.from([1, 1, 1, 3]))
    expect(quantileClasses(Float64Array.from([1, NaN]), 2, 2)).toEqual(Float64Array.from([NaN, NaN]))
  })
})
