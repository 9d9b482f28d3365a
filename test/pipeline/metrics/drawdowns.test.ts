import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Drawdowns, MetricsDrawdowns } from "../../../src/pipeline/metrics/drawdowns.ts"
import { MetricsSummary, type Summary } from "../../../src/pipeline/metrics/summary.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import { noRates, runNode, studyOf, weekdays } from "./fixtures.ts"

/** Steps that multiply without rounding, so that a level is reached again exactly. */
const returns = fc.array(fc.constantFrom(-0.5, 1, 0, 0.25, -0.2), { minLength: 1, maxLength: 60 })
const drawdownsOf = (list: ReadonlyArray<number>, most = 1000) =>
  runNode<Drawdowns>(MetricsDrawdowns, studyOf(list), { most })

describe("metrics/drawdowns", () => {
  it("covers every session below the peak once, and no other", () => {
    fc.assert(
      fc.property(returns, (list) => {
        const sessions = weekdays(list.length + 1)
        const levels = list.reduce<ReadonlyArray<number>>(
          (all, value) => [...all, all[all.length - 1]! * (1 + value)],
          [1],
        )
        const below = levels.map((level, t) => level < Math.max(...levels.slice(0, t + 1)) * (1 - 1e-12))
        const covered = levels.map(() => 0)
        const rowOf = (date: string | null) => [...sessions].findIndex((day) => formatIsoDate(day) === date)
        for (const { peak, recovery, trough, depth } of drawdownsOf(list).episodes) {
          const end = recovery === null ? levels.length : rowOf(recovery)
          for (let t = rowOf(peak) + 1; t < end; t++) covered[t]!++
          expect(levels[rowOf(trough)]! / levels[rowOf(peak)]! - 1).toBeCloseTo(depth, 12)
          const span = levels.slice(rowOf(peak), end)
          expect(Math.min(...span)).toBe(levels[rowOf(trough)])
        }
        expect(covered).toEqual(below.map(Number))
      }),
      { seed: 52, numRuns: 300 },
    )
  })

  it("begins with the deepest, which is the summary's, and lists no more than asked", () => {
    fc.assert(
      fc.property(returns, (list) => {
        const { episodes, count } = drawdownsOf(list, 2)
        const { net, dates } = runNode<Summary>(MetricsSummary, studyOf(list), noRates)
        expect(episodes.length).toBe(Math.min(2, count))
        if (count === 0) {
          expect(net["max_drawdown"]).toBe(0)
          return
        }
        expect(episodes[0]!.depth).toBe(net["max_drawdown"])
        expect(episodes[0]!.peak).toBe(dates.net["max_drawdown_peak"])
        expect(episodes[0]!.recovery).toBe(dates.net["max_drawdown_recovery"])
        for (let i = 1; i < episodes.length; i++) {
          expect(episodes[i]!.depth).toBeGreaterThanOrEqual(episodes[i - 1]!.depth)
        }
      }),
      { seed: 53, numRuns: 200 },
    )
  })
})
