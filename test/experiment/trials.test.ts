import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Store } from "../../src/dag/store/Store.ts"
import { configHash } from "../../src/experiment/trials/configHash.ts"
import { trialsOf } from "../../src/experiment/trials/trialsOf.ts"
import { type Deflation, MetricsDeflation } from "../../src/pipeline/metrics/deflation.ts"
import { MetricsSignificance, type Significance } from "../../src/pipeline/metrics/significance.ts"
import { runNode, studyOf } from "../pipeline/metrics/fixtures.ts"

const own = { question: "q", snapshot: "s", config_hash: "own" }

describe("a config", () => {
  const study = { costs: { spread_bps: 2 }, metrics: { mar: 0 } }

  it("is another trial when anything differs that could move a figure", () => {
    expect(configHash({ ...study, costs: { spread_bps: 3 } })).not.toBe(configHash(study))
    expect(configHash({ ...study, metrics: { mar: 0.01 } })).not.toBe(configHash(study))
  })

  it("is the same trial when its figures are also told as another tool does", () => {
    expect(configHash({ ...study, metrics: { mar: 0, convention: "ffn" } })).toBe(configHash(study))
  })

  it("is the same trial when chance is asked beside it", () => {
    expect(configHash({ ...study, metrics: { mar: 0, noise_floor: { draws: 200 } } })).toBe(configHash(study))
  })

  it("is the same trial when its folds are told otherwise, unless each of them chooses anew", () => {
    const years = { ...study, folds: { type: "yearly" } }
    const windows = { ...study, folds: { type: "walk_forward" } }
    expect(configHash(years)).toBe(configHash(study))
    expect(configHash(windows)).toBe(configHash(study))
    const choice = { parameter: "strategies.a.b", values: [1, 2] }
    expect(configHash({ ...windows, choice })).not.toBe(configHash({ ...years, choice }))
  })

  it("of a graph of its own may be anything", () => {
    expect(configHash(null)).not.toBe(configHash({}))
    expect(configHash({ metrics: 3 })).not.toBe(configHash({ metrics: 4 }))
  })
})

describe("the other trials of a ledger", () => {
  it("are the configs of the same question, and those on the same snapshot, each once", () => {
    const facts = [
      ["q", "s", "own", 1],
      ["q", "s", "a", 0.5],
      ["q", "s", "a", 0.5],
      ["q", "other", "b", -0.2],
      ["another", "s", "c", 2],
      ["another", "other", "d", 3],
    ]
    expect(trialsOf(facts, own)).toEqual({
      question: { count: 2, sharpes: [0.5, -0.2] },
      snapshot: { count: 2, sharpes: [0.5, 2] },
    })
  })

  it("count when they failed, keep what an earlier run came to, and know nothing of runs without a config", () => {
    const facts = [
      ["q", "s", "failed", null],
      ["q", "s", "later failed", 0.3],
      ["q", "s", "later failed", null],
      ["q", "s", null, null],
      [null, null, null, 1],
    ]
    expect(trialsOf(facts, own).question).toEqual({ count: 2, sharpes: [0.3] })
  })

  it("are the same in whatever order they ran", () => {
    const fact = fc.tuple(
      fc.constantFrom("q", "r"),
      fc.constantFrom("s", "t"),
      fc.constantFrom("a", "b", "c", "own"),
    )
    const ratio: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3, own: 4 }
    fc.assert(
      fc.property(fc.array(fact), (list) => {
        const facts = list.map(([question, snapshot, config]) => [question, snapshot, config, ratio[config]])
        expect(trialsOf(facts.toReversed(), own)).toEqual(trialsOf(facts, own))
      }),
      { seed: 94, numRuns: 100 },
    )
  })

  it("are read from the facts of runs in a store", async () => {
    const row = (runId: string, facts: object) => ({
      runId,
      name: "n",
      startedAt: 0,
      status: "done" as const,
      facts: JSON.stringify(facts),
      nodes: [],
    })
    const facts = await Effect.gen(function* () {
      const store = yield* Store
      yield* store.saveRun(row("1", { question: "q", metrics: { sharpe: 0.25 } }))
      yield* store.saveRun(row("2", { question: "p" }))
      return yield* store.runFacts(["$.question", "$.metrics.sharpe"])
    }).pipe(Effect.provide(Store.layerMemory), Effect.runPromise)
    expect(facts).toEqual([
      ["q", 0.25],
      ["p", null],
    ])
  })
})

describe("metrics/deflation", () => {
  const rates = { risk_free: 0, periods_per_year: 252 }
  const returns = Array.from({ length: 300 }, (_, t) => (t % 3 === 0 ? -0.01 : 0.008))
  const { net, window } = studyOf(returns)
  const among = (sharpes: ReadonlyArray<number>, count = sharpes.length) =>
    runNode<Deflation>(
      MetricsDeflation,
      { net, window, trials: { question: { count, sharpes }, snapshot: { count: 0, sharpes: [] } } },
      rates,
    )

  it("is the probability above 0 where nothing else was tried, and less the more was tried", () => {
    const alone = runNode<Significance>(MetricsSignificance, { net, window }, { ...rates, confidence: 0.95 })
    expect(among([]).question).toMatchObject({
      trials: 1,
      sharpe_without_skill: 0,
      probability: alone.probability_above_zero,
    })
    const few = among([0.5, 1, 4]).question
    const many = among([0.5, 1, 4, 0.5, 1, 4, 0.5, 1, 4]).question
    expect(few.trials).toBe(4)
    expect(few.probability!).toBeLessThan(alone.probability_above_zero!)
    expect(many.sharpe_without_skill!).toBeGreaterThan(few.sharpe_without_skill!)
  })

  it("counts trials without a ratio, and says so where none has one", () => {
    const counted = among([1, 2], 10).question
    expect(counted.trials).toBe(11)
    expect(counted.sharpe_without_skill!).toBeGreaterThan(among([1, 2]).question.sharpe_without_skill!)
    expect(among([], 2).question).toMatchObject({
      trials: 3,
      probability: null,
      reason: "no other trial has a Sharpe ratio",
    })
  })
})
