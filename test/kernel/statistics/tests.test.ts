/** Tests of hypotheses: by naive formulas, by published critical values, and by how often they reject what holds. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { inverseNormal } from "../../../src/kernel/inverseNormal.ts"
import { autocorrelations } from "../../../src/kernel/statistics/autocorrelations.ts"
import { chiSquareTail } from "../../../src/kernel/statistics/chiSquareTail.ts"
import { dickeyFuller } from "../../../src/kernel/statistics/dickeyFuller.ts"
import { ewmaDeviation } from "../../../src/kernel/statistics/ewmaDeviation.ts"
import { jarqueBera } from "../../../src/kernel/statistics/jarqueBera.ts"
import { kolmogorovSmirnov } from "../../../src/kernel/statistics/kolmogorovSmirnov.ts"
import { kpss } from "../../../src/kernel/statistics/kpss.ts"
import { ljungBox } from "../../../src/kernel/statistics/ljungBox.ts"
import { populationStability } from "../../../src/kernel/statistics/populationStability.ts"
import { varianceRatio } from "../../../src/kernel/statistics/varianceRatio.ts"
import { drawFrom } from "../../laws/draw.ts"

const cell = fc.double({ min: -1, max: 1, noNaN: true })
const series = fc.array(cell, { minLength: 3, maxLength: 60 }).map((list) => Float64Array.from(list))

/** Independent normal values, the same for the same seed. */
function normals(seed: number, count: number): Float64Array {
  const draw = drawFrom(seed, 77)
  return Float64Array.from({ length: count }, () => inverseNormal(Math.min(1 - 1e-12, draw.unit() + 1e-13)))
}

const cumulated = (values: Float64Array): Float64Array => {
  let sum = 0
  return values.map((value) => (sum += value))
}

/** How many of 400 seeds give a p-value below 5 %: 20 ± 4.4 where the hypothesis holds. */
const rejections = (pValue: (seed: number) => number): number =>
  Array.from({ length: 400 }, (_, seed) => pValue(seed)).filter((p) => p < 0.05).length

describe("autocorrelations", () => {
  it("are their definition", () => {
    fc.assert(
      fc.property(series, (x) => {
        const average = x.reduce((a, b) => a + b, 0) / x.length
        const product = (lag: number): number =>
          Array.from(x.keys()).reduce(
            (sum, t) => sum + (t < lag ? 0 : (x[t]! - average) * (x[t - lag]! - average)),
            0,
          )
        if (product(0) < 1e-6) return
        autocorrelations(x, 4).forEach((r, lag) => expect(r).toBeCloseTo(product(lag) / product(0), 9))
      }),
      { numRuns: 200, seed: 1 },
    )
    expect([...autocorrelations(Float64Array.of(2, 2, 2), 1)]).toEqual([NaN, NaN])
  })
})

describe("the chi-square distribution", () => {
  it("has its tabulated quantiles (Abramowitz and Stegun, table 26.8)", () => {
    for (const [degrees, value, tail] of [
      [1, 3.84146, 0.05],
      [1, 10.8276, 0.001],
      [2, 5.99146, 0.05],
      [3, 7.81473, 0.05],
      [5, 15.0863, 0.01],
      [10, 18.307, 0.05],
      [29, 42.5569, 0.05],
      [30, 50.8922, 0.01],
    ] as const)
      expect(Math.abs(chiSquareTail(value, degrees) / tail - 1)).toBeLessThan(1e-4)
  })

  it("falls from 1 to 0, and more degrees mean more", () => {
    expect([chiSquareTail(0, 3), chiSquareTail(-1, 3), chiSquareTail(Infinity, 4)]).toEqual([1, 1, 0])
    expect(chiSquareTail(NaN, 2)).toBeNaN()
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (x, degrees) => {
          expect(chiSquareTail(x * 1.01, degrees)).toBeLessThan(chiSquareTail(x, degrees) + 1e-15)
          expect(chiSquareTail(x, degrees + 2)).toBeGreaterThanOrEqual(
            chiSquareTail(x, degrees) * (1 - 1e-12),
          )
        },
      ),
    )
  })
})

describe("the Dickey–Fuller test", () => {
  it("has MacKinnon's critical values of large samples at 1, 5 and 10 %", () => {
    // a series whose statistic is known cannot be made easily, so its p-value is asked by how statistics and p-values belong together
    const pairs = Array.from({ length: 300 }, (_, seed) => {
      const { statistic, pValue } = dickeyFuller(cumulated(normals(seed, 100)), 0, "constant")!
      return { statistic, pValue }
    }).toSorted((a, b) => a.statistic - b.statistic)
    for (const [critical, share] of [
      [-3.43, 0.01],
      [-2.862, 0.05],
      [-2.567, 0.1],
    ] as const) {
      const at = pairs.findIndex(({ statistic }) => statistic > critical)
      const [below, above] = [pairs[at - 1]!, pairs[at]!]
      expect(below.pValue).toBeLessThan(share * 1.03)
      expect(above.pValue).toBeGreaterThan(share * 0.97)
    }
    pairs.slice(1).forEach(({ pValue }, i) => expect(pValue).toBeGreaterThanOrEqual(pairs[i]!.pValue))
  })

  it("rejects one random walk in twenty, and nearly every series that comes back", () => {
    for (const trend of ["none", "constant", "linear"] as const) {
      const count = rejections((seed) => dickeyFuller(cumulated(normals(seed, 250)), 1, trend)!.pValue)
      expect(count, trend).toBeGreaterThan(8)
      expect(count, trend).toBeLessThan(34)
    }
    const back = (seed: number): Float64Array => {
      let level = 0
      return normals(seed, 250).map((shock) => (level = 0.7 * level + shock))
    }
    expect(rejections((seed) => dickeyFuller(back(seed), 1, "constant")!.pValue)).toBeGreaterThan(395)
  })

  it("is the t-ratio of the level in a regression by hand", () => {
    // Δx = −1, 2, −1 on x = 2, 1, 3 alone: slope −3/14, residual variance (6 − 9/14)/2
    const { statistic, observations } = dickeyFuller(Float64Array.of(2, 1, 3, 2), 0, "none")!
    const slope = (2 * -1 + 1 * 2 + 3 * -1) / 14
    const error = Math.sqrt((6 - slope * slope * 14) / 2 / 14)
    expect(statistic).toBeCloseTo(slope / error, 12)
    expect(observations).toBe(3)
  })

  it("is not there for too few values or constant ones", () => {
    expect(dickeyFuller(Float64Array.of(1, 2, 3), 1, "constant")).toBeUndefined()
    expect(dickeyFuller(new Float64Array(50).fill(3), 1, "constant")).toBeUndefined()
    expect(dickeyFuller(new Float64Array(0), 0, "none")).toBeUndefined()
  })
})

describe("the KPSS test", () => {
  it("seldom rejects noise, and mostly a random walk", () => {
    const noise = rejections((seed) => kpss(normals(seed, 250), 4, "constant").pValue)
    expect(noise).toBeGreaterThan(6)
    expect(noise).toBeLessThan(34)
    expect(rejections((seed) => kpss(cumulated(normals(seed, 250)), 4, "constant").pValue)).toBeGreaterThan(
      350,
    )
  })

  it("knows a trend where it is told of one", () => {
    const rising = (seed: number) => normals(seed, 250).map((value, t) => value + 0.1 * t)
    expect(rejections((seed) => kpss(rising(seed), 4, "constant").pValue)).toBe(400)
    expect(rejections((seed) => kpss(rising(seed), 4, "linear").pValue)).toBeLessThan(40)
  })

  it("is its formula without lags", () => {
    // x − mean = −1, 1, 0; partial sums −1, 0, 0; Σ S² = 1; s² = 2/3
    expect(kpss(Float64Array.of(1, 3, 2), 0, "constant").statistic).toBeCloseTo(1 / (9 * (2 / 3)), 14)
    expect(kpss(new Float64Array(9).fill(1), 2, "constant").statistic).toBeNaN()
  })
})

describe("the variance ratio", () => {
  it("is 1 for independent increments of changing variance, and rejects one in twenty", () => {
    const walk = (seed: number) => normals(seed, 500).map((value, t) => value * (1 + (t % 50) / 10))
    const count = rejections((seed) => varianceRatio(walk(seed), 5).pValue)
    expect(count).toBeGreaterThan(8)
    expect(count).toBeLessThan(36)
    const mean =
      Array.from({ length: 400 }, (_, seed) => varianceRatio(walk(seed), 5).ratio).reduce(
        (a, b) => a + b,
        0,
      ) / 400
    expect(Math.abs(mean - 1)).toBeLessThan(0.03)
  })

  it("is above 1 where moves go on and below where they turn back", () => {
    const x = normals(3, 1000)
    const goesOn = x.map((value, t) => value + 0.5 * (x[t - 1] ?? 0))
    const turns = x.map((value, t) => value - 0.5 * (x[t - 1] ?? 0))
    expect(varianceRatio(goesOn, 5).ratio).toBeGreaterThan(1.4)
    expect(varianceRatio(turns, 5).ratio).toBeLessThan(0.6)
    expect(varianceRatio(goesOn, 5).pValue).toBeLessThan(1e-6)
  })

  it("of two rows is one plus nearly the first autocorrelation", () => {
    const x = normals(4, 2000)
    expect(Math.abs(varianceRatio(x, 2).ratio - 1 - autocorrelations(x, 1)[1]!)).toBeLessThan(0.003)
    expect(varianceRatio(Float64Array.of(1, 2), 2).ratio).toBeNaN()
  })
})

describe("tests of dependence and of shape", () => {
  it("reject one in twenty of independent normal series", () => {
    for (const [name, p] of [
      ["Ljung–Box", (seed: number) => ljungBox(normals(seed, 300), 5).pValue],
      ["Jarque–Bera", (seed: number) => jarqueBera(normals(seed, 2000)).pValue],
    ] as const) {
      const count = rejections(p)
      expect(count, name).toBeGreaterThan(8)
      expect(count, name).toBeLessThan(36)
    }
  })

  it("have no answer for values that do not vary", () => {
    const flat = new Float64Array(20).fill(0.3)
    expect(jarqueBera(flat).statistic).toBeNaN()
    expect(ljungBox(flat, 3).pValue).toBeNaN()
    expect(ljungBox(normals(1, 5), 5).pValue).toBeNaN()
  })
})

describe("the distance of two samples", () => {
  it("is the largest between their distribution functions, by counting", () => {
    const short = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(short, short, (a, b) => {
        const share = (list: ReadonlyArray<number>, at: number) =>
          list.filter((v) => v <= at).length / list.length
        const largest = Math.max(
          ...Array.from({ length: 10 }, (_, at) => Math.abs(share(a, at) - share(b, at))),
        )
        const found = kolmogorovSmirnov(Float64Array.from(a), Float64Array.from(b)).statistic
        expect(found).toBeCloseTo(largest, 12)
      }),
    )
    expect(rejections((s) => kolmogorovSmirnov(normals(s, 200), normals(s + 1000, 300)).pValue)).toBeLessThan(
      34,
    )
    expect(kolmogorovSmirnov(new Float64Array(0), normals(1, 3)).statistic).toBeNaN()
  })

  it("by shares of bins is 0 for the same sample and grows with a shift", () => {
    const x = normals(5, 1000)
    const moved = (by: number) =>
      populationStability(
        x,
        x.map((value) => value + by),
        10,
      )
    expect(moved(0)).toBe(0)
    expect(moved(0.1)).toBeLessThan(0.05)
    expect(moved(1)).toBeGreaterThan(0.5)
    expect(populationStability(x, new Float64Array(0), 10)).toBeNaN()
  })
})

describe("the exponentially weighted deviation", () => {
  it("is its recursion, leaves gaps alone and starts with the first value", () => {
    const found = ewmaDeviation(Float64Array.of(NaN, 0.02, NaN, 0.01), 0.9)
    expect(found[0]).toBeNaN()
    expect([found[1], found[2]]).toEqual([0.02, 0.02])
    expect(found[3]).toBeCloseTo(Math.sqrt(0.9 * 0.0004 + 0.1 * 0.0001), 15)
  })
})
