import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { MetricsRelative, type Relative } from "../../../src/pipeline/metrics/relative.ts"
import { MetricsRolling } from "../../../src/pipeline/metrics/rolling.ts"
import { MetricsSummary, type Summary } from "../../../src/pipeline/metrics/summary.ts"
import { runNode, studyOf } from "./fixtures.ts"

const rates = { risk_free: 0.02, mar: 0, periods_per_year: 252 }
const value = fc.double({ min: -0.1, max: 0.1, noNaN: true })

describe("metrics/rolling", () => {
  it("is at each session what the summary says of the last sessions alone", () => {
    const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(pairs, fc.integer({ min: 2, max: 8 }), (list, window_sessions) => {
        const study = studyOf(list.map(([own]) => own))
        const theirs = Float64Array.of(0, ...list.map(([, other]) => other))
        const benchmark = Series.make(study.net.calendar, { net: theirs })
        const rolling = runNode<Series.Series>(
          MetricsRolling,
          { ...study, benchmark },
          { ...rates, window_sessions },
        )
        const column = (name: string) => Series.column(rolling, name)
        list.forEach((_, t) => {
          const row = t + 1
          if (t + 1 < window_sessions) {
            expect(column("sharpe")[row]).toBeNaN()
            return
          }
          const last = { from: row - window_sessions + 1, to: row }
          const window = Window.ofRows(study.net.calendar, last.from, last.to, "none")
          const { net } = runNode<Summary>(MetricsSummary, { ...study, window }, rates)
          const { figures } = runNode<Relative>(
            MetricsRelative,
            { net: study.net, benchmark, window },
            { ...rates, benchmark: "them" },
          )
          const same = (name: string, expected: number | null | undefined) =>
            expected === null
              ? expect(column(name)[row]).toBeNaN()
              : expect(column(name)[row]).toBeCloseTo(expected!, 9)
          same("sharpe", net["sharpe"])
          same("volatility", net["volatility"])
          same("max_drawdown", net["max_drawdown"])
          same("beta", figures["beta"])
        })
      }),
      { seed: 54, numRuns: 100 },
    )
  })

  it("counts no session before the first fill, and none of an empty window", () => {
    const study = studyOf([0.01, 0.02, -0.01, 0.03, 0.01])
    const benchmark = study.net
    const run = (window: Window.Window) =>
      runNode<Series.Series>(
        MetricsRolling,
        { ...study, benchmark, window },
        { ...rates, window_sessions: 2 },
      )
    const late = run(Window.ofRows(study.net.calendar, 3, 5, "none"))
    expect([...Series.column(late, "volatility")].map(Number.isNaN)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(Series.column(run(Window.empty("nothing")), "sharpe").every(Number.isNaN)).toBe(true)
  })
})
