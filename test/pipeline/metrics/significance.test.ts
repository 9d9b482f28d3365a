import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Stream from "../../../src/dag/Stream.ts"
import { inverseNormal } from "../../../src/kernel/inverseNormal.ts"
import { type Bootstrap, MetricsBootstrap } from "../../../src/pipeline/metrics/bootstrap.ts"
import { MetricsSignificance, type Significance } from "../../../src/pipeline/metrics/significance.ts"
import { MetricsSummary, type Summary } from "../../../src/pipeline/metrics/summary.ts"
import { runNode, studyOf } from "./fixtures.ts"

const rates = { risk_free: 0, periods_per_year: 252 }
const significanceOf = (list: ReadonlyArray<number>) =>
  runNode<Significance>(MetricsSignificance, studyOf(list), { ...rates, confidence: 0.95 })

/** Independent normal returns with this Sharpe ratio a session. */
const normal = (sharpe: number, count: number, seed: number): ReadonlyArray<number> => {
  const source = Stream.column(seed, "returns", "a")
  return Array.from({ length: count }, (_, t) => 0.01 * (sharpe + inverseNormal(source.unit(t) + 2 ** -54)))
}

const bootstrapOf = (list: ReadonlyArray<number>, seed: number, config: object = {}): Bootstrap => {
  const { net, window } = studyOf(list)
  const given = { ...rates, samples: 200, confidence: 0.9, ...config }
  return MetricsBootstrap.spec.run({ net, window }, given, { skip: 0, state: undefined, seed }) as Bootstrap
}

describe("metrics/significance", () => {
  it("speaks of the summary's own Sharpe ratio", () => {
    const returns = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 3, maxLength: 60 })
    fc.assert(
      fc.property(returns, (list) => {
        const { sharpe } = significanceOf(list)
        const { net } = runNode<Summary>(MetricsSummary, studyOf(list), { ...rates, mar: 0 })
        if (sharpe === null) expect(net["sharpe"]).toBeNull()
        else expect(sharpe).toBeCloseTo(net["sharpe"]!, 10)
      }),
      { seed: 55, numRuns: 100 },
    )
  })

  it("errs as often as it says: of studies without skill, 5 % are above 0 with probability .95", () => {
    const worlds = 1000
    const seeds = Array.from({ length: worlds }, (_, seed) => seed + 1)
    const found = seeds.filter((seed) => significanceOf(normal(0, 250, seed)).probability_above_zero! > 0.95)
    // standard deviation 0.7 %
    expect(found.length / worlds).toBeGreaterThan(0.05 - 0.021)
    expect(found.length / worlds).toBeLessThan(0.05 + 0.021)
  })

  it("has the standard error that the ratio of independent samples really has", () => {
    const ratios = Array.from({ length: 500 }, (_, seed) => significanceOf(normal(0.1, 250, seed + 1)))
    const values = ratios.map(({ sharpe }) => sharpe!)
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length)
    expect(ratios[0]!.standard_error! / spread).toBeGreaterThan(0.9)
    expect(ratios[0]!.standard_error! / spread).toBeLessThan(1.1)
  })

  it("gives a reason for each figure that is none", () => {
    expect(significanceOf([0.01, 0.02]).reasons["sharpe"]).toBe("needs 3 sessions, has 2")
    expect(significanceOf([0.01, 0.01, 0.01]).reasons["sharpe"]).toBe("the returns do not vary")
    const losing = significanceOf([-0.01, -0.02, 0.005, -0.01])
    expect(losing.minimum_track_record_sessions).toBeNull()
    expect(losing.reasons).toEqual({ minimum_track_record_sessions: "the Sharpe ratio is not above 0" })
  })
})

describe("metrics/bootstrap", () => {
  it("depends on the seed alone beside its inputs", () => {
    const list = normal(0.05, 100, 3)
    expect(bootstrapOf(list, 5)).toEqual(bootstrapOf(list, 5))
    expect(bootstrapOf(list, 6)).not.toEqual(bootstrapOf(list, 5))
  })

  it("covers the true ratio about as often as its confidence says", () => {
    const worlds = 200
    const inside = Array.from({ length: worlds }, (_, seed) =>
      bootstrapOf(normal(0.1, 200, seed + 1), seed),
    ).filter(({ low, high }) => low! <= 0.1 * Math.sqrt(252) && high! >= 0.1 * Math.sqrt(252))
    // percentiles of blocks are a little narrow; standard deviation 2 %
    expect(inside.length / worlds).toBeGreaterThan(0.8)
    expect(inside.length / worlds).toBeLessThan(0.97)
  })

  it("says why there is no interval, and which blocks it drew", () => {
    expect(bootstrapOf([0.01, 0.02], 1)).toMatchObject({ low: null, reason: "needs 10 sessions, has 2" })
    const flat = Array.from({ length: 12 }, () => 0.01)
    expect(bootstrapOf(flat, 1)).toMatchObject({ low: null, reason: "the returns do not vary" })
    expect(bootstrapOf(normal(0, 1000, 1), 1).mean_block_sessions).toBe(10)
    expect(bootstrapOf(normal(0, 50, 1), 1, { mean_block_sessions: 7 }).mean_block_sessions).toBe(7)
  })
})
