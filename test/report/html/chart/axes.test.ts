import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseIsoDate } from "../../../../src/kernel/civilDate.ts"
import { linearScale, logScale } from "../../../../src/report/html/chart/scales.ts"
import { linearTicks } from "../../../../src/report/html/chart/ticks.ts"
import { timeTicks } from "../../../../src/report/html/chart/timeTicks.ts"

const size = fc.double({ min: -1e12, max: 1e12, noNaN: true })

describe("an axis of values", () => {
  it("has a few ticks that ascend and reach around all values", () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 2, max: 8 }), (a, b, most) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const ticks = linearTicks(low, high, most)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(2 * most + 2)
        expect(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!)).toBe(true)
        const dust = Math.max(1e-12, 1e-9 * Math.max(Math.abs(low), Math.abs(high), high - low))
        expect(ticks[0]!).toBeLessThanOrEqual(low + dust)
        expect(ticks.at(-1)!).toBeGreaterThanOrEqual(high - dust)
      }),
    )
  })

  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-0.0912, 0, [-0.1, -0.08, -0.06, -0.04, -0.02, 0]],
    [0.98, 1.66, [0.8, 1, 1.2, 1.4, 1.6, 1.8]],
    [0, 57, [0, 20, 40, 60]],
  ])("from %d to %d is marked at round numbers", (low, high, ticks) => {
    expect(linearTicks(low, high, 5)).toEqual(ticks)
  })

  it("places its ends at the foot and the top, and equal values somewhere between", () => {
    const { place, low, high } = linearScale(3, 3)
    expect([place(low), place(high)]).toEqual([0, 1])
    expect(place(3)).toBeGreaterThanOrEqual(0)
  })

  it("gives equal room to equal ratios where it is logarithmic", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 1.01, max: 100, noNaN: true }),
        (low, ratio) => {
          const { place, ticks } = logScale(low, low * ratio)
          const middle = low * Math.sqrt(ratio)
          expect(place(middle) - place(low)).toBeCloseTo(place(low * ratio) - place(middle), 9)
          expect(place(low)).toBeGreaterThanOrEqual(0)
          expect(place(low * ratio)).toBeLessThanOrEqual(1)
          for (const tick of ticks) expect(place(tick)).toBeGreaterThanOrEqual(-1e-9)
        },
      ),
    )
  })
})

describe("an axis of time", () => {
  const day = (text: string): number => parseIsoDate(text)!

  it("has marks within its span that ascend, about as many as have room", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -800_000, max: 800_000 }),
        fc.integer({ min: 1, max: 400_000 }),
        (first, length) => {
          const ticks = timeTicks(first, first + length, 12)
          expect(ticks.length).toBeLessThanOrEqual(14)
          expect(
            ticks.every(
              ({ day: at }, i) => at >= first && at <= first + length && (i === 0 || at > ticks[i - 1]!.day),
            ),
          ).toBe(true)
        },
      ),
    )
  })

  it("counts years where there are several, months where there are not", () => {
    expect(timeTicks(day("2014-02-03"), day("2024-12-31"), 14).map(({ label }) => label)).toEqual(
      Array.from({ length: 10 }, (_, i) => String(2015 + i)),
    )
    expect(timeTicks(day("2023-11-15"), day("2024-05-02"), 12).map(({ label }) => label)).toEqual([
      "Dec",
      "2024",
      "Feb",
      "Mar",
      "Apr",
      "May",
    ])
  })
})
