/** The figures say what the returns say: all of them, from the first fill with its cost on. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import type { Yearly } from "../../src/pipeline/metrics/yearly.ts"
import { studies } from "../dags/studies.ts"
import { columnAt, documentAt } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import { expectNear, run, set, sum } from "./given.ts"

describe("figures", () => {
  it("count every return and every cost since the first fill: before it there is nothing, and the total is their product", () => {
    const seen = tally("total", "cost of the first fill", "several years")
    const property = fc.property(studies, (given) => {
      const program = run(set(given, { costs: { cash_rate: 0, financing_spread: 0, short_borrow: 0 } }))
      const { net, window } = documentAt<Summary>(program, "metrics/summary")
      const returns = columnAt(program, "costs/net-returns", "output", "net")
      if (net["total_return"] === null || window.first_fill === null) return
      const known = returns.filter((value) => !Number.isNaN(value))
      const total = known.reduce((wealth, value) => wealth * (1 + value), 1) - 1
      expectNear(net["total_return"]!, total, "total return")
      const first = given.market.sessions.indexOf(window.first_fill)
      const cost = columnAt(program, "costs/net-returns", "output", "cost")
      for (let t = 0; t < first; t++)
        if (returns[t] !== 0) expect.fail(`a return before the first fill, at ${t}`)
      seen.see("total", total !== 0)
      seen.see("cost of the first fill", cost[first]! > 0)
      const { years } = documentAt<Yearly>(program, "metrics/yearly")
      const compounded = years.reduce((wealth, year) => wealth * (1 + (year.net.total_return ?? NaN)), 1) - 1
      expectNear(compounded, total, "years together")
      seen.see("several years", years.length > 1)
    })
    fc.assert(property, effort(150))
    expect(seen.missing()).toEqual([])
  })

  it("of deviation are those of a sample: squares over n − 1, and the Sharpe ratio rests on them", () => {
    const seen = tally("deviation", "sharpe")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const { net, window, n } = documentAt<Summary>(program, "metrics/summary")
      if (window.first_fill === null || n < 2) return
      const first = given.market.sessions.indexOf(window.first_fill)
      const returns = columnAt(program, "costs/net-returns", "output", "net").slice(first, first + n)
      const perYear = given.market.calendar === "nyse" ? 252 : 365
      const mean = sum(returns) / n
      const deviation = Math.sqrt(sum(returns.map((value) => (value - mean) ** 2)) / (n - 1))
      const { metrics, costs } = program.config
      if (net["volatility"] === null || net["volatility"] === undefined) return
      expectNear(net["volatility"], deviation * Math.sqrt(perYear), "volatility")
      seen.see("deviation", deviation > 0)
      if (net["sharpe"] === null || deviation < 1e-8) return
      const riskFree = (metrics.risk_free ?? costs.cash_rate) / perYear
      expectNear(net["sharpe"]!, ((mean - riskFree) / deviation) * Math.sqrt(perYear), "sharpe", 1e-8)
      seen.see("sharpe")
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })
})
