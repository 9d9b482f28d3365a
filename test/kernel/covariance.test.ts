import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bayesSteinMeans } from "../../src/kernel/bayesSteinMeans.ts"
import { cholesky, choleskySolve } from "../../src/kernel/cholesky.ts"
import { denseForm, factorForm, matrixOf } from "../../src/kernel/convex/QuadraticForm.ts"
import { formSolver } from "../../src/kernel/convex/formSolver.ts"
import { factorCovariance } from "../../src/kernel/covariance/factorCovariance.ts"
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

const factorMatrix = (returns: Float64Array, width: number, factors: number): Float64Array => {
  const { loadings, specific } = factorCovariance(returns, width, factors)
  return matrixOf(factorForm(loadings, specific))
}

const estimators: Readonly<Record<string, (returns: Float64Array, width: number) => Float64Array>> = {
  sample: sampleCovariance,
  ewma: (returns, width) => ewmaCovariance(returns, width, 11),
  ledoit_wolf: (returns, width) => ledoitWolfCovariance(returns, width).covariance,
  oas: (returns, width) => oasCovariance(returns, width).covariance,
  constant_correlation: (returns, width) => constantCorrelationCovariance(returns, width).covariance,
  factor_model: (returns, width) => factorMatrix(returns, width, 2),
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

describe("a factor covariance", () => {
  const apart = (left: Float64Array, right: Float64Array): number =>
    left.reduce((most, value, i) => Math.max(most, Math.abs(value - right[i]!)), 0)

  it("has the sample's variances, and with all factors is the sample's", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 8 }), ({ seed, rows, width }, factors) => {
        const returns = returnsOf(seed, rows, width)
        const sample = sampleCovariance(returns, width)
        const ours = factorMatrix(returns, width, factors)
        const scale = Math.max(...sample)
        for (let i = 0; i < width; i++)
          expect(Math.abs(ours[i * width + i]! - sample[i * width + i]!)).toBeLessThan(1e-11 * scale)
        if (factors >= Math.min(width, rows - 1)) expect(apart(ours, sample)).toBeLessThan(1e-11 * scale)
      }),
      { seed: 84, numRuns: 200 },
    )
  })

  it("is the same whether more sessions are there than assets or fewer", () => {
    // assets told twice: the same components, once from products of assets, once from those of sessions
    const [rows, width] = [9, 5]
    const returns = returnsOf(3, rows, width)
    const wide = Float64Array.from({ length: rows * 3 * width }, (_, at) => {
      const t = Math.floor(at / (3 * width))
      return returns[t * width + (at % width)]!
    })
    const [narrow, broad] = [factorMatrix(returns, width, 2), factorMatrix(wide, 3 * width, 2)]
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) {
        const off = i === j ? broad[i * 3 * width + width + j]! : broad[i * 3 * width + j]!
        const { loadings } = factorCovariance(returns, width, 2)
        const shared = loadings[i]! * loadings[j]! + loadings[width + i]! * loadings[width + j]!
        expect(off).toBeCloseTo(shared, 14)
        if (i !== j) expect(off).toBeCloseTo(narrow[i * width + j]!, 14)
      }
  })

  it("takes what assets have in common by correlation, whatever their size", () => {
    // two pairs that move together, one a hundred times as much as the other
    const next = chance(7)
    const returns = Float64Array.from({ length: 60 * 4 }, () => 0)
    for (let t = 0; t < 60; t++) {
      const [calm, wild] = [0.0004 * (next() - 0.5), 0.04 * (next() - 0.5)]
      returns.set(
        [calm, calm, wild, wild].map((value) => value * (0.9 + 0.2 * next())),
        4 * t,
      )
    }
    const matrix = factorMatrix(returns, 4, 2)
    const correlation = (i: number, j: number) =>
      matrix[4 * i + j]! / Math.sqrt(matrix[5 * i]! * matrix[5 * j]!)
    expect(correlation(0, 1)).toBeGreaterThan(0.9)
    expect(correlation(2, 3)).toBeGreaterThan(0.9)
  })

  it("of an asset that stands still is 0, of assets that are one leaves nothing of their own", () => {
    const returns = Float64Array.from({ length: 30 }, (_, at) => (at % 3 === 2 ? 0 : Math.floor(at / 3) % 2))
    const { loadings, specific } = factorCovariance(returns, 3, 1)
    expect([loadings[2], ...specific]).toEqual([0, 0, 0, 0])
    expect(loadings[0]).toBeCloseTo(loadings[1]!, 14)
  })
})

describe("a form by factors", () => {
  it("is solved as the matrix that it stands for", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 3 }), ({ seed, width }, factors) => {
        const next = chance(seed)
        const loadings = Float64Array.from({ length: factors * width }, () => next() - 0.5)
        const own = Float64Array.from({ length: width }, () => 0.01 + next())
        const right = Float64Array.from({ length: width }, () => next() - 0.5)
        const form = factorForm(loadings, own)
        const [ours, naive] = [form, denseForm(matrixOf(form), width)].map((each) => formSolver(each)!(right))
        ours!.forEach((value, i) =>
          expect(Math.abs(value - naive![i]!)).toBeLessThan(1e-9 * (1 + Math.abs(value))),
        )
      }),
      { seed: 85, numRuns: 200 },
    )
  })

  it("that leaves some variable nothing of its own is solved where it can be, else said to be singular", () => {
    const two = factorForm(Float64Array.of(1, 0, 0, 1), new Float64Array(2))
    expect(formSolver(two)!(Float64Array.of(3, 4))).toEqual(Float64Array.of(3, 4))
    expect(formSolver(factorForm(Float64Array.of(1, 1), new Float64Array(2)))).toBeUndefined()
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
      const shrunk = bayesSteinMeans(means, denseForm(covariance, width), observations)
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
    expect(bayesSteinMeans(means, denseForm(Float64Array.of(1, 1, 1, 1), 2), 50)).toEqual(means)
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
