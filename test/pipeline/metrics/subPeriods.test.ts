import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { MetricsSubPeriods, type SubPeriods } from "../../../src/pipeline/metrics/subPeriods.ts"
import { runNode, studyOf } from "./fixtures.ts"

const value = fc.integer({ min: -900, max: 900 }).map((bps) => bps / 1e4)
const returns = fc.array(value, { minLength: 1, maxLength: 60 })

const partsOf = (list: ReadonlyArray<number>, parts: number): SubPeriods["parts"] =>
  runNode<SubPeriods>(MetricsSubPeriods, studyOf(list), { parts, risk_free: 0.01, periods_per_year: 252 })
    .parts

describe("metrics/sub-periods", () => {
  it("part the sessions evenly, in order, and compound to the total", () => {
    fc.assert(
      fc.property(returns, fc.integer({ min: 1, max: 9 }), (list, count) => {
        const parts = partsOf(list, count)
        expect(parts.length).toBe(Math.min(count, list.length))
        const lengths = parts.map(({ n }) => n)
        expect(lengths.reduce((sum, n) => sum + n, 0)).toBe(list.length)
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
        parts.slice(1).forEach(({ first }, i) => expect(first > parts[i]!.last).toBe(true))
        const growth = parts.reduce((level, { total_return }) => level * (1 + total_return!), 1)
        const total = list.reduce((level, r) => level * (1 + r), 1)
        expect(growth / total).toBeCloseTo(1, 12)
      }),
      { seed: 71 },
    )
  })

  it("have each the figures of its own returns alone", () => {
    const list = Array.from({ length: 41 }, (_, t) => ((t * 7919) % 97) / 4000 - 0.01)
    let from = 0
    for (const part of partsOf(list, 4)) {
      const [alone] = partsOf(list.slice(from, from + part.n), 1)
      for (const name of [
        "total_return",
        "cagr",
        "volatility",
        "sharpe",
        "sharpe_standard_error",
        "max_drawdown",
      ] as const)
        expect(part[name], name).toBeCloseTo(alone![name]!, 12)
      from += part.n
    }
  })

  it("have no ratio where returns do not vary, and are none where nothing is counted", () => {
    expect(partsOf([0.01, 0.01, 0.01, 0.01], 2).map(({ sharpe }) => sharpe)).toEqual([null, null])
    expect(partsOf([], 2)).toEqual([])
  })
})
