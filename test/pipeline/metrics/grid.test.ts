import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Series from "../../../src/domain/Series.ts"
import { type GridCells, MetricsGrid } from "../../../src/pipeline/metrics/grid.ts"
import { MetricsOverfitting, type OverfittingSheet } from "../../../src/pipeline/metrics/overfitting.ts"
import { MetricsSummary, type Summary } from "../../../src/pipeline/metrics/summary.ts"
import { gridText } from "../../../src/report/text/gridTable.ts"
import { noRates, runNode, studyOf } from "./fixtures.ts"

const rates = { risk_free: 0.01, periods_per_year: 252, blocks: 4 }

interface Judged {
  readonly cells: GridCells
  readonly overfitting: OverfittingSheet
}

const histories = fc
  .integer({ min: 20, max: 60 })
  .chain((count) =>
    fc.array(
      fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: count, maxLength: count }),
      { minLength: 2, maxLength: 6 },
    ),
  )

/** Columns of a grid, each a study over the same sessions; row 0 is before all. */
function gridOf(lists: ReadonlyArray<ReadonlyArray<number>>): Series.Series {
  const { calendar } = studyOf(lists[0]!).net
  return Series.make(
    calendar,
    Object.fromEntries(lists.map((list, i) => [`s${i}`, Float64Array.of(NaN, ...list)])),
  )
}

describe("metrics/grid", () => {
  it("has of each column the figures that the summary has of a study, and of all what the sweep is told", () => {
    fc.assert(
      fc.property(histories, (lists) => {
        const studies = lists.map((list) => studyOf(list))
        const named = <A>(of: (study: (typeof studies)[number]) => A) =>
          Object.fromEntries(studies.map((study, i) => [`s${i}`, of(study)]))
        const { cells, overfitting } = runNode<Judged>(MetricsGrid, { grid: gridOf(lists) }, rates)
        const separate = { net: named(({ net }) => net), window: named(({ window }) => window) }
        expect(overfitting).toEqual(runNode<OverfittingSheet>(MetricsOverfitting, separate, rates))
        cells.forEach((cell, i) => {
          const summary = runNode<Summary>(MetricsSummary, studies[i], { ...noRates, risk_free: 0.01 })
          expect(cell).toMatchObject({ name: `s${i}`, n: summary.n, first: summary.window.first_fill })
          for (const [name, figure] of Object.entries(cell.figures)) expect(figure).toBe(summary.net[name])
        })
      }),
      { seed: 79, numRuns: 60 },
    )
  })

  it("says of columns without returns, and of one alone, why there are no figures", () => {
    const { calendar } = studyOf([0.01, 0.02]).net
    const never = Series.make(calendar, { never: Float64Array.of(NaN, NaN, NaN) })
    const { cells, overfitting } = runNode<Judged>(MetricsGrid, { grid: never }, rates)
    expect(cells[0]).toMatchObject({ first: null, n: 0, figures: { sharpe: null } })
    expect(cells[0]!.reasons["sharpe"]).toBe("needs 2 sessions, has 0")
    expect(overfitting.reason).toBe("needs two systems whose returns vary, has 0 of 1")
    expect(runNode<Judged>(MetricsGrid, { grid: Series.make(calendar, {}) }, rates).cells).toEqual([])
  })

  it("is told by its best cells and in the words of a sweep", () => {
    const list = Array.from({ length: 40 }, (_, t) => (t % 3 === 0 ? -0.01 : 0.01))
    const lists = [list, list.map((r) => -r), list.map((r) => r / 2 + 0.001)]
    const { cells, overfitting } = runNode<Judged>(MetricsGrid, { grid: gridOf(lists) }, rates)
    const lines = gridText(cells, overfitting).split("\n")
    expect(lines[0]).toBe("All 3, each over its own sessions, net of costs:")
    expect(lines.slice(3, 6).map((line) => line.trim().split(/\s+/)[0])).toEqual(["s2", "s0", "s1"])
    expect(lines.at(-2)).toContain("Best of 3 cells")
  })
})
