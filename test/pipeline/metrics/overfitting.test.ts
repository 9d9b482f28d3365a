import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Stream from "../../../src/dag/Stream.ts"
import * as Window from "../../../src/domain/Window.ts"
import { inverseNormal } from "../../../src/kernel/inverseNormal.ts"
import { MetricsOverfitting, type OverfittingSheet } from "../../../src/pipeline/metrics/overfitting.ts"
import { MetricsSignificance, type Significance } from "../../../src/pipeline/metrics/significance.ts"
import { runNode, studyOf } from "./fixtures.ts"

const rates = { risk_free: 0, periods_per_year: 252 }

/** Systems of normal returns with these Sharpe ratios a session, of which a share is common to all. */
function systemsOf(ratios: ReadonlyArray<number>, count: number, common: number, seed: number) {
  const draw = (name: string) => {
    const source = Stream.column(seed, "returns", name)
    return Array.from({ length: count }, (_, t) => inverseNormal(source.unit(t) + 2 ** -54))
  }
  const shared = draw("shared")
  return ratios.map((ratio, i) =>
    draw(`own ${i}`).map(
      (own, t) => 0.01 * (ratio + Math.sqrt(common) * shared[t]! + Math.sqrt(1 - common) * own),
    ),
  )
}

function sheetOf(
  systems: ReadonlyArray<ReadonlyArray<number>>,
  blocks = 10,
  starts: ReadonlyArray<number> = [],
) {
  const studies = systems.map((returns) => studyOf(returns))
  const named = <A>(of: (study: (typeof studies)[number], i: number) => A) =>
    Object.fromEntries(studies.map((study, i) => [`s${i}`, of(study, i)]))
  return runNode<OverfittingSheet>(
    MetricsOverfitting,
    {
      net: named(({ net }) => net),
      window: named(({ net, window }, i) =>
        starts[i] === undefined
          ? window
          : Window.ofRows(net.calendar, starts[i], net.calendar.sessions.length - 1, "none"),
      ),
    },
    { ...rates, blocks },
  )
}

describe("metrics/overfitting", () => {
  it("finds no overfitting where one system is truly better, and about a coin toss where none is", () => {
    const better = sheetOf(systemsOf([0.3, 0, 0, 0], 500, 0, 1))
    expect(better).toMatchObject({ systems: 4, sessions: 500, splits: 252, best: { name: "s0" } })
    expect(better.probability).toBe(0)
    expect(better.best!.deflated_probability).toBeGreaterThan(0.99)
    const worlds = Array.from({ length: 40 }, (_, seed) =>
      sheetOf(systemsOf(Array(8).fill(0), 400, 0, seed + 1)),
    )
    const average = worlds.reduce((sum, { probability }) => sum + probability!, 0) / worlds.length
    expect(average).toBeGreaterThan(0.35)
    expect(average).toBeLessThan(0.65)
  })

  it("calls the best of many without skill significant no more often than it says", () => {
    const worlds = 150
    const found = Array.from({ length: worlds }, (_, seed) =>
      sheetOf(systemsOf(Array(20).fill(0), 250, 0.3, seed + 1)),
    ).filter(({ best }) => best!.deflated_probability > 0.95)
    // 5 % would be 7.5, standard deviation 2.7; undeflated it would be about half of them
    expect(found.length).toBeLessThan(16)
  })

  it("counts systems that move together as fewer", () => {
    const alone = sheetOf(systemsOf(Array(10).fill(0), 2000, 0, 3))
    const together = sheetOf(systemsOf(Array(10).fill(0), 2000, 0.9, 3))
    expect(alone.effective_trials).toBeGreaterThan(9)
    expect(together.mean_correlation).toBeCloseTo(0.9, 1)
    expect(together.effective_trials).toBeLessThan(2.5)
  })

  it("says of the best what significance says of it alone, on the sessions that all have", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const systems = systemsOf([0.1, 0.05, 0], 120, 0.2, seed)
        const { best, sessions } = sheetOf(systems, 4, [1, 11, 1])
        expect(sessions).toBe(110)
        const index = Number(best!.name.slice(1))
        const alone = runNode<Significance>(MetricsSignificance, studyOf(systems[index]!.slice(10)), {
          ...rates,
          confidence: 0.95,
        })
        expect(best!.sharpe).toBeCloseTo(alone.sharpe!, 10)
        expect(best!.probability_above_zero).toBeCloseTo(alone.probability_above_zero!, 10)
      }),
      { seed: 56, numRuns: 40 },
    )
  })

  it("has a reason where there is nothing to say", () => {
    const flat = Array<number>(40).fill(0.01)
    expect(sheetOf([flat, flat]).reason).toBe("needs two systems whose returns vary, has 0 of 2")
    expect(sheetOf(systemsOf([0, 0], 15, 0, 1)).reason).toBe("needs 20 common sessions, has 15")
    expect(sheetOf([]).probability).toBeNull()
  })
})
