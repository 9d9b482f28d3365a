/** Variants of a study beside it: each is the study that a user would run with that one field changed, to the bit. */
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/trend.ts"
import type { Robustness } from "../../src/pipeline/metrics/robustness.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { columnAt, documentAt, type Program, runOn } from "./programStudy.ts"

const universe = ["USEQ", "TECH", "EMEQ", "LTGB", "GOLD"]
const { manifest, prices } = await readDemoMarket(universe)

const own = { ...experiment.config, data: { snapshot: "demo", universe } }
const run = (changed: object = {}): Program => runOn(prices, manifest, { ...own, ...changed })
const summary = (program: Program, id = "metrics/summary") => documentAt<Summary>(program, id)

const starts = ["2015-01-01", "2018-06-01"]
const all = run({
  robustness: { enabled: true, cost_scales: [0.5, 1, 4], extra_delays: [0, 2], starts, parts: 3 },
})
const found = documentAt<Robustness>(all, "metrics/robustness")
const alone = run()

const netOf = (program: Program, id = "costs/net-returns") => columnAt(program, id, "output", "net")

describe("the robustness of a study", () => {
  it("leaves the study as it is, to the bit", () => {
    for (const [id, value] of alone.values) expect(all.values.get(id), id).toEqual(value)
  })

  it("runs it at other costs as if they were its own", () => {
    expect(found.costs.rows.map(({ scale }) => scale)).toEqual([0.5, 1, 4])
    for (const scale of [0.5, 4]) {
      const itself = run({ costs: { ...own.costs, scale } })
      expect(netOf(all, `costs/net-returns@costs-x${scale}`)).toEqual(netOf(itself))
      const row = found.costs.rows.find((one) => one.scale === scale)!
      expect(row.sharpe).toBe(summary(itself).net["sharpe"])
      expect(row.cost_bps_per_year).toBe(summary(itself).book["cost_bps_per_year"])
    }
    const ratios = found.costs.rows.map(({ sharpe }) => sharpe!)
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a))
  })

  it("says at which factor costs take all of the mean: run there, nothing is left", () => {
    const factor = found.costs.break_even_scale!
    const dead = run({ costs: { spread_bps: 2 * factor, slippage_bps: 2 * factor } })
    expect(Math.abs(summary(dead).net["sharpe"]!)).toBeLessThan(1e-9)
  })

  it("delays its orders as execution.delay_sessions would, over the sessions that all have", () => {
    const itself = run({ execution: { ...own.execution, delay_sessions: 2 } })
    expect(netOf(all, "costs/net-returns@delay-2")).toEqual(netOf(itself))
    expect(found.delays.map(({ first_fill }) => first_fill)).toEqual([
      summary(itself).window.first_fill,
      summary(itself).window.first_fill,
    ])
    expect(found.delays[1]!.sharpe).toBe(summary(itself).net["sharpe"])
    expect(found.delays[0]!.n).toBe(summary(alone).n - 2)
  })

  it("begins it where period.start would, beside itself over the same sessions", () => {
    for (const start of starts) {
      const itself = summary(run({ period: { start } }))
      const row = found.starts.find((one) => one.start === start)!
      expect([row.first_fill, row.n, row.sharpe]).toEqual([
        itself.window.first_fill,
        itself.n,
        itself.net["sharpe"],
      ])
      const tail = netOf(alone).slice(-itself.n)
      const growth = tail.reduce((level, r) => level * (1 + r), 1)
      expect(row.study_cagr).toBeCloseTo(growth ** (252 / itself.n) - 1, 10)
    }
  })

  it("shares with the study what a change does not touch", () => {
    const labels = (name: string) =>
      all.graph.nodes.filter(({ node }) => node.spec.name === name).map(({ id }) => id)
    expect(labels("data/prices")).toEqual(["data/prices"])
    expect(labels("features/momentum")).toEqual(["features/momentum@trend"])
    expect(labels("execution/fills").filter((id) => id.includes("costs-x"))).toEqual([])
    expect(labels("allocation/schedule").length).toBe(1 + starts.length)
  })

  it("is not run unless it is asked for, and then begins at years of the snapshot when no dates are given", () => {
    expect(alone.graph.byId.has("metrics/robustness")).toBe(false)
    const asked = run({ robustness: { enabled: true, cost_scales: [], extra_delays: [] } })
    const { starts: years } = documentAt<Robustness>(asked, "metrics/robustness")
    expect(years.map(({ start }) => start)).toEqual(Array.from({ length: 9 }, (_, i) => `${2014 + i}-01-01`))
  })
})
