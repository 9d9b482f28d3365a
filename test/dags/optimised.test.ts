/** Base weights of whole studies, computed a second time from what the allocator was given, by plain loops. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as Panel from "../../src/domain/Panel.ts"
import { equalRisk, hierarchical, utility } from "../pipeline/allocation/oracles/enumerate.ts"
import { panelAt, type Program, runProgram } from "./programStudy.ts"
import { randomMarket } from "./randomMarket.ts"

const window = 25

type Matrix = ReadonlyArray<ReadonlyArray<number>>

const methods: Readonly<Record<string, (covariance: Matrix) => ReadonlyArray<number>>> = {
  min_variance: (covariance) => utility({ covariance, gain: covariance.map(() => 0), min: 0, max: 1 }, 0),
  risk_parity: equalRisk,
  hrp: hierarchical,
}

const node = {
  min_variance: "allocation/min-variance",
  risk_parity: "allocation/risk-parity",
  hrp: "allocation/hrp",
} as const

const cell = ({ values, assets }: Panel.Panel, t: number, i: number): number => values[t * assets.length + i]!

/** Returns of the members in the direction of their exposure, sample covariance, the method, zeros elsewhere. */
function expected(program: Program, method: keyof typeof node, t: number): ReadonlyArray<number> | undefined {
  const [eligible, exposure, returns] = [
    panelAt(program, "execution/eligible"),
    panelAt(program, "execution/blend"),
    panelAt(program, "data/returns", "estimation"),
  ]
  const lag = program.config.execution.execution_time === "signal_close" ? 1 : 0
  const members = eligible.assets.flatMap((_, i) => (cell(eligible, t, i) === 1 ? [i] : []))
  if (members.length === 0 || members.length > 4) return undefined
  const series = members.map((i) => {
    const sign = cell(exposure, t, i) < 0 ? -1 : 1
    return Array.from({ length: window }, (_, k) => sign * cell(returns, t - lag - k, i))
  })
  const centred = series.map((values) => values.map((x) => x - values.reduce((a, b) => a + b, 0) / window))
  const covariance = centred.map((x) =>
    centred.map((y) => x.reduce((sum, value, k) => sum + value * y[k]!, 0) / (window - 1)),
  )
  const weights = methods[method]!(covariance)
  return eligible.assets.map((_, i) => (members.includes(i) ? weights[members.indexOf(i)]! : 0))
}

describe("a study whose allocator optimises", () => {
  it("weighs its eligible assets by the returns that it may know, to 1e-9", () => {
    let compared = 0
    const execution = fc.constantFrom("next_open", "next_close", "signal_close")
    fc.assert(
      fc.property(
        randomMarket,
        execution,
        fc.constantFrom(...(Object.keys(node) as Array<keyof typeof node>)),
        (market, execution_time, method) => {
          const program = runProgram(market, {
            data: { universe: market.assets },
            strategies: {
              trend: { type: "trend", momentum_lookback: 12, sma_short: 3, sma_long: 9, breakout_period: 8 },
            },
            execution: { execution_time },
            allocation: { method, window, rebalance: { frequency: "weekly", day: "first_trading_day" } },
          })
          const base = panelAt(program, node[method], "weights")
          for (let t = window; t < base.calendar.sessions.length; t++) {
            const row = base.assets.map((_, i) => cell(base, t, i))
            if (row.every(Number.isNaN)) continue
            const theirs = expected(program, method, t)
            theirs?.forEach((weight, i) => {
              if (!Number.isNaN(row[i]!))
                expect(Math.abs(row[i]! - (weight < 1e-6 ? 0 : weight))).toBeLessThan(1e-9)
            })
            if (theirs !== undefined) compared++
          }
        },
      ),
      { seed: 11, numRuns: 60 },
    )
    expect(compared).toBeGreaterThan(200)
  })
})
