/** A limit of trading holds against the very book that the study keeps. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import type { Diagnostics } from "../../src/pipeline/allocation/Diagnostics.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { documentAt, panelAt, type Program, runOn, runProgram } from "./programStudy.ts"
import { type RandomMarket, randomMarket } from "./randomMarket.ts"

const written = (universe: ReadonlyArray<string>, allocation: object, rest: object = {}) => ({
  data: { universe },
  strategies: {
    trend: { type: "trend", momentum_lookback: 10, sma_short: 3, sma_long: 9, breakout_period: 8 },
  },
  ...rest,
  allocation: { window: 20, covariance: "ledoit_wolf", ...allocation },
})

interface Traded {
  readonly date: string
  readonly turnover: number
  readonly held: number
}

/** What each decision wants to trade of what the unlevered book holds at that moment. */
function traded(program: Program): ReadonlyArray<Traded> {
  const targets = panelAt(program, "allocation/combine@b2")
  const held = panelAt(program, "execution/fills@b2", "held")
  const { signal_time, execution_time } = program.config.execution
  const atOpen = signal_time === "open"
  const listing = atOpen
    ? panelAt(program, "data/listing-at-open")
    : panelAt(program, "data/listing", "state")
  const width = targets.assets.length
  // what a decision knows to be held: at the open, and at a close that fills at once, that of the close before
  const isEarlier = atOpen || execution_time === "signal_close"
  return Array.from(targets.calendar.sessions, (_, t) => t).flatMap((t) => {
    const wanted = targets.values.subarray(t * width, (t + 1) * width)
    if (wanted.every(Number.isNaN)) return []
    const row = isEarlier ? t - 1 : t
    const before = (i: number) => (row < 0 ? 0 : held.values[row * width + i]! || 0)
    let turnover = 0
    let gross = 0
    wanted.forEach((weight, i) => {
      gross += Math.abs(before(i))
      if (listing.values[t * width + i] === 1) turnover += Math.abs((weight || 0) - before(i))
    })
    return [{ date: Calendar.isoAt(targets.calendar, t), turnover, held: gross }]
  })
}

const diagnosticsOf = (program: Program, method: string): Diagnostics =>
  documentAt<Diagnostics>(program, `allocation/constraint-diagnostics@${method}`)

function keepsLimit(
  program: Program,
  method: string,
  limit: number,
): { readonly bound: number; readonly relaxed: number } {
  const decisions = new Map(diagnosticsOf(program, method).map((decision) => [decision.date, decision]))
  let [bound, relaxed] = [0, 0]
  for (const { date, turnover, held } of traded(program)) {
    const decision = decisions.get(date)!
    if (decision.turnover_relaxed) relaxed++
    else if (held > 0 && decision.members > 0 && decision.fallback === "none") {
      expect(turnover, date).toBeLessThanOrEqual(limit + 1e-5)
      if (turnover > limit - 1e-6) bound++
    }
  }
  return { bound, relaxed }
}

describe("a limit of trading", () => {
  it("is kept by every method on the demo market, and bites", async () => {
    const { manifest, prices, market } = await readDemoMarket()
    for (const method of [
      "min_variance",
      "mean_variance",
      "max_sharpe",
      "risk_parity",
      "hrp",
      "max_diversification",
    ]) {
      const config = written(
        market.assets,
        { method, turnover_limit: 0.1, expected_returns: "shrunk_mean" },
        {
          strategies: { everything: { type: "passthrough" } },
        },
      )
      expect(keepsLimit(runOn(prices, manifest, config), method, 0.1).bound, method).toBeGreaterThan(5)
    }
  })

  it("is kept on markets with gaps, deaths and shorts, whatever the timing", () => {
    const seen = { bound: 0, relaxed: 0 }
    const timings = fc.record({
      moments: fc.constantFrom(
        ["close", "next_open"],
        ["close", "next_close"],
        ["close", "signal_close"],
        ["open", "next_open"],
        ["open", "next_close"],
      ),
      delay_sessions: fc.constantFrom(0, 0, 1, 3),
    })
    fc.assert(
      fc.property(
        randomMarket,
        timings,
        fc.constantFrom(0.05, 0.3),
        (market: RandomMarket, { moments: [signal_time, execution_time], delay_sessions }, limit) => {
          const rebalance = { frequency: "weekly", day: "first_trading_day" }
          const config = written(
            market.assets,
            { method: "min_variance", turnover_limit: limit, rebalance },
            { execution: { signal_time, execution_time, delay_sessions } },
          )
          const found = keepsLimit(runProgram(market, config), "min_variance", limit)
          seen.bound += found.bound
          seen.relaxed += found.relaxed
        },
      ),
      { seed: 5, numRuns: 120 },
    )
    expect(seen.bound).toBeGreaterThan(10)
    expect(seen.relaxed).toBeGreaterThan(0)
  })

  it("costs no fallback where the solver ends near its bounds: dust that is cleared away may move what is traded", async () => {
    const { manifest, prices, market } = await readDemoMarket()
    const trend = {
      type: "trend",
      momentum_lookback: 252,
      sma_short: 50,
      sma_long: 200,
      breakout_period: 252,
    }
    const allocation = { method: "mean_variance", turnover_limit: 0.2, window: 126, covariance: "sample" }
    const config = written(market.assets, allocation, { strategies: { trend } })
    const decisions = diagnosticsOf(runOn(prices, manifest, config), "mean_variance")
    expect(decisions.filter(({ members }) => members > 0).length).toBeGreaterThan(100)
    expect(decisions.filter(({ fallback }) => fallback !== "none")).toEqual([])
  })

  it("a penalty trades less the larger it is, and none at all in the end", async () => {
    const { manifest, prices, market } = await readDemoMarket()
    const total = (turnover_penalty: number) => {
      const allocation = { method: "mean_variance", turnover_penalty, risk_aversion: 20 }
      const config = written(market.assets, allocation, {
        strategies: { everything: { type: "passthrough" } },
      })
      const program = runOn(prices, manifest, config)
      return traded(program)
        .filter(({ held }) => held > 0)
        .reduce((sum, { turnover }) => sum + turnover, 0)
    }
    const [free, cheap, dear, prohibitive] = [0, 0.01, 0.1, 10].map(total) as [number, number, number, number]
    expect(cheap).toBeLessThan(free)
    expect(dear).toBeLessThan(cheap)
    expect(prohibitive).toBeLessThan(1e-3 * free)
  })
})
