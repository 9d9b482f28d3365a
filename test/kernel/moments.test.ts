import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { centralMoments } from "../../src/kernel/centralMoments.ts"
import { difference } from "../../src/kernel/difference.ts"
import { downsideDeviation } from "../../src/kernel/downsideDeviation.ts"
import { mean } from "../../src/kernel/mean.ts"
import { meanOfKnown } from "../../src/kernel/meanOfKnown.ts"
import { isFlat, sampleDeviation } from "../../src/kernel/sampleDeviation.ts"

const settings = { seed: 12, numRuns: 300 }
const value = fc.double({ min: -0.5, max: 0.5, noNaN: true })
const values = fc.array(value, { minLength: 2, maxLength: 60 })
const near = (left: number, right: number, size = 1): void =>
  expect(Math.abs(left - right)).toBeLessThan(1e-13 * Math.max(1, size))

describe("mean, sampleDeviation, centralMoments, downsideDeviation", () => {
  it("are their definitions", () => {
    fc.assert(
      fc.property(values, value, (list, target) => {
        const x = Float64Array.from(list)
        const average = list.reduce((sum, v) => sum + v, 0) / list.length
        const moment = (order: number) =>
          list.reduce(
            (sum, v) => sum + Array.from({ length: order }).reduce<number>((p) => p * (v - average), 1),
            0,
          ) / list.length
        near(mean(x), average)
        near(sampleDeviation(x), Math.sqrt((moment(2) * list.length) / (list.length - 1)))
        const { second, third, fourth } = centralMoments(x)
        near(second, moment(2))
        near(third, moment(3))
        near(fourth, moment(4))
        const short = list.filter((v) => v < target).reduce((sum, v) => sum + (v - target) * (v - target), 0)
        near(downsideDeviation(x, target), Math.sqrt(short / list.length))
      }),
      settings,
    )
  })

  it("hold equal values for exactly equal", () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 2, max: 400 }), (level, count) => {
        const x = new Float64Array(count).fill(level)
        expect(mean(x)).toBe(level + 0)
        expect(sampleDeviation(x)).toBe(0)
        expect(centralMoments(x)).toEqual({ second: 0, third: 0, fourth: 0 })
      }),
      settings,
    )
  })

  it("scale with their values, and the deviation ignores order and level", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.1, max: 10, noNaN: true }), value, (list, factor, shift) => {
        const x = Float64Array.from(list)
        near(sampleDeviation(x.map((v) => v * factor)), factor * sampleDeviation(x), factor)
        near(sampleDeviation(x.map((v) => v + shift)), sampleDeviation(x))
        near(sampleDeviation(x.toReversed()), sampleDeviation(x))
      }),
      settings,
    )
  })

  it("say NaN where there is nothing to say", () => {
    expect(mean(new Float64Array(0))).toBeNaN()
    expect(meanOfKnown(Float64Array.of(NaN, 1, NaN, 2))).toBe(1.5)
    expect(meanOfKnown(Float64Array.of(NaN))).toBeNaN()
    expect(sampleDeviation(Float64Array.of(1))).toBeNaN()
    expect(sampleDeviation(Float64Array.of(1, NaN, 2))).toBeNaN()
    expect(centralMoments(new Float64Array(0)).second).toBeNaN()
    expect(downsideDeviation(new Float64Array(0), 0)).toBeNaN()
    expect(difference(Float64Array.of(3, NaN), Float64Array.of(1, 1))).toEqual(Float64Array.of(2, NaN))
  })

  it("call dust flat, beside the size of the mean", () => {
    expect(isFlat(1e-17, 0.01)).toBe(true)
    expect(isFlat(1e-11, 0.01)).toBe(false)
    expect(isFlat(1e-9, 1e4)).toBe(true)
  })
})
