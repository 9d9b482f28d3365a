import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  deflatedSharpe,
  effectiveTrials,
  expectedMaximum,
  minimumTrackRecord,
  probabilisticSharpe,
  type SharpeSample,
  sharpeStandardError,
} from "../../src/kernel/sharpeInference.ts"

const sample: fc.Arbitrary<SharpeSample> = fc
  .record({
    sharpe: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    count: fc.integer({ min: 3, max: 5000 }),
    skewness: fc.double({ min: -3, max: 3, noNaN: true }),
    excess: fc.double({ min: 0, max: 20, noNaN: true }),
  })
  // no distribution has γ₄ < γ₃² + 1
  .map(({ excess, ...rest }) => ({ ...rest, kurtosis: rest.skewness * rest.skewness + 1.1 + excess }))

describe("what a Sharpe ratio is worth", () => {
  it("has Lo's standard error for normal returns: √((1 + SR²/2)/(n − 1))", () => {
    const normal = { sharpe: 0.1, count: 101, skewness: 0, kurtosis: 3 }
    expect(sharpeStandardError(normal)).toBeCloseTo(Math.sqrt((1 + 0.005) / 100), 15)
    expect(sharpeStandardError({ ...normal, count: 1 })).toBeNaN()
  })

  it("is a coin toss against itself, and against a benchmark more certain the longer the history", () => {
    fc.assert(
      fc.property(sample, (given) => {
        expect(probabilisticSharpe(given, given.sharpe)).toBe(0.5)
        const longer = { ...given, count: given.count * 2 }
        expect(probabilisticSharpe(longer, given.sharpe - 0.01)).toBeGreaterThan(0.5)
        expect(probabilisticSharpe(longer, given.sharpe - 0.01)).toBeGreaterThanOrEqual(
          probabilisticSharpe(given, given.sharpe - 0.01),
        )
      }),
      { seed: 83, numRuns: 300 },
    )
  })

  it("reaches its confidence at the minimum track record, and never where the ratio is not above the benchmark", () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0.6, max: 0.99, noNaN: true }), (given, confidence) => {
        const benchmark = given.sharpe - 0.05
        const count = minimumTrackRecord(given, benchmark, confidence)
        expect(probabilisticSharpe({ ...given, count }, benchmark)).toBeCloseTo(confidence, 9)
        expect(minimumTrackRecord(given, given.sharpe, confidence)).toBe(Infinity)
      }),
      { seed: 84, numRuns: 300 },
    )
  })

  it("is worth less the more trials there were, and for one trial what it is against 0", () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0.001, max: 0.1, noNaN: true }), (given, deviation) => {
        expect(deflatedSharpe(given, 1, deviation)).toBe(probabilisticSharpe(given, 0))
        const worth = [2, 10, 1000].map((trials) => deflatedSharpe(given, trials, deviation))
        expect([...worth].sort((a, b) => b - a)).toEqual(worth)
      }),
      { seed: 85, numRuns: 200 },
    )
  })

  it("expects of the best of N what the best of N draws reach on average", () => {
    // the average of the largest of N uniform order statistics' normal quantiles, by a plain sum over the distribution
    const exact = new Map([
      [10, 1.5387527308],
      [100, 2.5075936461],
      [1000, 3.2414357735],
    ])
    for (const [trials, value] of exact) expect(Math.abs(expectedMaximum(trials) - value)).toBeLessThan(0.04)
    expect(expectedMaximum(1)).toBe(0)
  })

  it("never rewards trials: what the best of them reaches grows with their number from 0, fractions of trials included", () => {
    const numbers = Array.from({ length: 400 }, (_, i) => 1 + i / 100)
    const reached = numbers.map(expectedMaximum)
    expect(reached[0]).toBe(0)
    expect(reached.every((value, i) => i === 0 || value > reached[i - 1]!)).toBe(true)
    expect(expectedMaximum(2)).toBeGreaterThan(0.5)
    expect(expectedMaximum(1 + 1e-9)).toBeLessThan(1e-8)
  })

  it("counts trials that move together as one", () => {
    expect(effectiveTrials(50, 1)).toBe(1)
    expect(effectiveTrials(50, 0)).toBe(50)
    expect(effectiveTrials(50, -0.2)).toBe(50)
    expect(effectiveTrials(50, 0.5)).toBe(25.5)
  })
})
