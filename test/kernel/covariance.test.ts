import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bayesSteinMeans } from "../../src/kernel/bayesSteinMeans.ts"
import { cholesky, choleskySolve } from "../../src/kernel/cholesky.ts"
import { cleanWeights } from "../../src/kernel/cleanWeights.ts"
import { constantCorrelationCovariance } from "../../src/kernel/covariance/constantCorrelationCovariance.ts"
import { ewmaCovariance } from "../../src/kernel/covariance/ewmaCovariance.ts"
import { ledoitWolfCovariance } from "../../src/kernel/covariance/ledoitWolfCovariance.ts"
import { oasCovariance } from "../../src/kernel/covariance/oasCovariance.ts"
import { sampleCovariance } from "../../src/kernel/covariance/sampleCovariance.ts"
import { luSolve } from "../../src/kernel/luSolve.ts"
import { chance } from "../laws/markets.ts"
import { mean } from "../laws/naive.ts"

const returnsOf = (seed: number, rows: number, width: number): Float64Array => {
  const next = chance(seed)
  return Float64Array.from({ length: rows * width }, () => 0.04 * (next() - 0.48))
}

const shapes = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rows: fc.integer({ min: 3, max: 40 }),
  width: fc.integer({ min: 1, max: 6 }),
})

const estimators: Readonly<Record<string, (returns: Float64Array, width: number) => Float64Array>> = {
  sample: sampleCovariance,
  ewma: (returns, width) => ewmaCovariance(returns, width, 11),
  ledoit_wolf: (returns, width) => ledoitWolfCovariance(returns, width).covariance,
  oas: (returns, width) => oasCovariance(returns, width).covariance,
  constant_correlation: (returns, width) => constantCorrelationCovariance(returns, width).covariance,
}

describe("every covariance", () => {
  it("is symmetric, positive semidefinite, and grows with the square of returns", () => {
    fc.assert(
      fc.property(shapes, ({ seed, rows, width }) => {
        const returns = returnsOf(seed, rows, width)
        for (const [name, estimate] of Object.entries(estimators)) {
          const matrix = estimate(returns, width)
          const doubled = estimate(
            returns.map((value) => 2 * value),
            width,
          )
          const largest = Math.max(...matrix)
          for (let i = 0; i < width; i++)
            for (let j = 0; j < width; j++) {
              expect(matrix[i * width + j], name).toBe(matrix[j * width + i])
              expect(Math.abs(doubled[i * width + j]! - 4 * matrix[i * width + j]!)).toBeLessThan(
                1e-12 * largest,
              )
            }
          expect(cholesky(matrix, width, 1e-12 * largest), name).toBeDefined()
        }
      }),
      { seed: 81, numRuns: 150 },
    )
  })

  it("of assets in another order is in that order", () => {
    const [rows, width] = [30, 4]
    const returns = returnsOf(9, rows, width)
    const turned = returns.map((_, at) => returns[at - (at % width) + (((at % width) + 1) % width)]!)
    for (const [name, estimate] of Object.entries(estimators)) {
      const [plain, other] = [estimate(returns, width), estimate(turned, width)]
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) {
          const place = ((i + 1) % width) * width + ((j + 1) % width)
          expect(other[i * width + j]! / plain[place]!, name).toBeCloseTo(1, 10)
        }
    }
  })
})

describe("an exponentially weighted covariance", () => {
  it("weighs each session half as much as one half-life later, around zero", () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(0.5, 3, 63), ({ seed, rows, width }, halfLife) => {
        const returns = returnsOf(seed, rows, width)
        const weights = Array.from({ length: rows }, (_, t) => 0.5 ** ((rows - 1 - t) / halfLife))
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const ours = ewmaCovariance(returns, width, halfLife)
        for (let i = 0; i < width; i++)
          for (let j = 0; j < width; j++) {
            const naive = weights.reduce(
              (sum, weight, t) => sum + (weight / total) * returns[t * width + i]! * returns[t * width + j]!,
              0,
            )
            expect(Math.abs(ours[i * width + j]! - naive)).toBeLessThan(1e-15)
          }
      }),
      { seed: 82, numRuns: 100 },
    )
  })
})

describe("Bayes–Stein means", () => {
  it("lie between the sample means and that of minimum variance, nearer to it the shorter the sample", () => {
    const width = 4
    const returns = returnsOf(5, 60, width)
    const covariance = sampleCovariance(returns, width)
    const means = Float64Array.from({ length: width }, (_, i) =>
      mean(Array.from({ length: 60 }, (_unused, t) => returns[t * width + i]!)),
    )
    const inverse = choleskySolve(cholesky(covariance, width)!, width, new Float64Array(width).fill(1))
    const total = inverse.reduce((sum, value) => sum + value, 0)
    const base = inverse.reduce((sum, value, i) => sum + value * means[i]!, 0) / total
    const share = (observations: number) => {
      const shrunk = bayesSteinMeans(means, covariance, observations)
      const shares = Array.from(shrunk, (value, i) => (value - base) / (means[i]! - base))
      for (const each of shares) expect(each).toBeCloseTo(shares[0]!, 9)
      return shares[0]!
    }
    expect(share(20)).toBeGreaterThan(0)
    expect(share(20)).toBeLessThan(share(200))
    expect(share(200)).toBeLessThan(1)
  })

  it("of a singular covariance are the sample means", () => {
    const means = Float64Array.of(0.01, 0.02)
    expect(bayesSteinMeans(means, Float64Array.of(1, 1, 1, 1), 50)).toEqual(means)
  })
})

describe("a linear system", () => {
  it("is solved to rounding, or said to be singular", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 12 }), (seed, size) => {
        const next = chance(seed)
        const matrix = Float64Array.from({ length: size * size }, () => next() - 0.5)
        const right = Float64Array.from({ length: size }, () => next())
        const [x] = luSolve(matrix, size, [right])!
        right.forEach((value, i) => {
          const sum = x!.reduce((total, each, j) => total + matrix[i * size + j]! * each, 0)
          expect(Math.abs(sum - value)).toBeLessThan(1e-9 * (1 + Math.max(...x!.map(Math.abs))))
        })
      }),
      { seed: 83, numRuns: 200 },
    )
    expect(luSolve(Float64Array.of(1, 2, 2, 4), 2, [Float64Array.of(1, 1)])).toBeUndefined()
    expect(luSolve(Float64Array.of(0, 1, 1, 0), 2, [Float64Array.of(3, 5)])![0]).toEqual(
      Float64Array.of(5, 3),
    )
  })
})

describe("clean weights", () => {
  it("have no dust, keep what stands on a bound, and add up to 1", () => {
    const lower = new Float64Array(4)
    const upper = Float64Array.of(0.4, 1, 1, 1)
    const clean = cleanWeights(Float64Array.of(0.4, 0.3, 0.2999995, 5e-7), lower, upper)
    expect(clean[0]).toBe(0.4)
    expect(clean[3]).toBe(0)
    expect(clean.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 15)
    expect(clean[1]! / clean[2]!).toBeCloseTo(0.3 / 0.2999995, 12)
  })

  it("keep small weights that a lower bound asks for", () => {
    expect(
      cleanWeights(Float64Array.of(5e-7, 1 - 5e-7), Float64Array.of(5e-7, 0), Float64Array.of(1, 1))[0],
    ).toBe(5e-7)
  })
})
