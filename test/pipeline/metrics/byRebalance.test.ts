import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Series from "../../../src/domain/Series.ts"
import { formatIsoDate } from "../../../src/kernel/civilDate.ts"
import { MetricsByRebalance, type Rebalances } from "../../../src/pipeline/metrics/byRebalance.ts"
import { runNode, studyOf, weekdays } from "./fixtures.ts"

/** A study of these returns whose decisions come due on the rows given; each fills there, or a session later. */
function studyWith(returns: ReadonlyArray<number>, due: ReadonlyArray<{ row: number; late: boolean }>) {
  const gross = returns.map((value) => value + 0.001)
  const study = studyOf(returns, { grossReturns: gross })
  const rows = returns.length + 1
  const [decision, fill] = [new Float64Array(rows).fill(NaN), new Float64Array(rows)]
  for (const { row, late } of due) {
    decision[row] = study.net.calendar.sessions[row - 1]!
    fill[late ? row + 1 : row] = 1
  }
  const turnover = fill.map((event, row) => event * (0.1 + row / 1000))
  const book = Series.make(study.book.calendar, {
    decision,
    fill_event: fill,
    target_turnover: turnover,
    traded_turnover: turnover.map((value) => value * 1.5),
  })
  return { net: study.net, book, window: study.window }
}

const total = (values: ReadonlyArray<number>) => values.reduce((sum, value) => sum + value, 0)

describe("metrics/by-rebalance", () => {
  it("parts the sessions from the first fill on: costs and turnover add up, returns compound to the study's", () => {
    const returns = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), {
      minLength: 8,
      maxLength: 60,
    })
    fc.assert(
      fc.property(returns, fc.integer({ min: 2, max: 7 }), fc.boolean(), (list, every, late) => {
        const due = list.flatMap((_, t) =>
          t % every === 0 && t + 2 <= list.length ? [{ row: t + 1, late }] : [],
        )
        const study = studyWith(list, due)
        const { rebalances } = runNode<Rebalances>(MetricsByRebalance, study)
        const first = late ? 1 : 0
        const counted = list.slice(first)
        expect(rebalances).toHaveLength(due.length)
        expect(total(rebalances.map(({ sessions }) => sessions))).toBe(counted.length)
        expect(total(rebalances.map(({ cost_bps }) => cost_bps))).toBeCloseTo(10 * counted.length, 8)
        const grown = rebalances.reduce((level, { net_return }) => level * (1 + net_return), 1)
        expect(grown).toBeCloseTo(
          counted.reduce((level, value) => level * (1 + value), 1),
          12,
        )
        const traded = total(rebalances.map(({ traded_turnover }) => traded_turnover))
        expect(traded).toBeCloseTo(1.5 * total(rebalances.map(({ target_turnover }) => target_turnover)), 12)
      }),
      { seed: 73, numRuns: 100 },
    )
  })

  it("dates a decision by its own day and its first fill, and leaves out one that never filled", () => {
    const sessions = weekdays(6)
    const study = studyWith([0.01, 0.02, 0.03, 0.01, 0.02], [{ row: 2, late: true }])
    const { rebalances } = runNode<Rebalances>(MetricsByRebalance, study)
    expect(rebalances).toHaveLength(1)
    expect(rebalances[0]).toMatchObject({
      decision: formatIsoDate(sessions[1]!),
      first_fill: formatIsoDate(sessions[3]!),
      last: formatIsoDate(sessions[5]!),
      sessions: 3,
    })
  })
})
