/**
 * Whole backtests of another engine: the same intent, inverse volatility, month-end decisions, fills at a later close and
 * costs on what is traded. The intent is computed here in plain loops, so that everything behind it is compared.
 */
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { formatIsoDate, parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import { evaluate } from "../support/evaluate.ts"
import { noTrials, studyContext } from "../support/studyContext.ts"
import { describeGolden, readGolden, tallyOf } from "./support.ts"

interface Case {
  readonly params: {
    readonly mom: readonly [number, number]
    readonly ma: readonly [number, number]
    readonly vol: number
    readonly cost: number
    readonly lag: number
  }
  readonly rebalances: number
  readonly first_decision: string
  readonly first_fill: string
  readonly metrics: Readonly<
    Record<"n" | "final" | "cagr" | "vol" | "sharpe" | "sortino" | "maxdd" | "calmar", number>
  >
  readonly turnover_sum: number
  readonly cost_sum: number
  readonly equity_every_250: Readonly<Record<string, number>>
  readonly equity_last: number
  readonly decisions: ReadonlyArray<{
    readonly date: string
    readonly fill: string
    readonly target: ReadonlyArray<number>
    readonly turnover: number
    readonly cost: number
    readonly equity_after: number
  }>
}

describeGolden("golden peers/backtest", ["golden/peers/backtest.json", "data/sp20-prices.csv"], () => {
  const { cases } = readGolden<{ readonly cases: ReadonlyArray<Case> }>("peers/backtest")
  const closes = readCloses()

  it("agrees on decisions, targets, turnover, costs, equity and metrics of whole backtests", () => {
    const tally = tallyOf("peers/backtest")
    for (const [number, given] of cases.entries()) {
      const { targets, book, net, metrics } = backtest(closes, given.params)
      const where = (what: string) => `case ${number} ${what}`
      const { sessions } = closes.calendar
      const column = (series: Series.Series, name: string) => Series.column(series, name)
      const traded = column(book, "traded_turnover")
      const cost = column(net, "cost")
      const [g1, g2] = [column(book, "g1"), column(book, "g2")]
      const equity = growthOf(column(net, "net"))
      const rowOf = (date: string) => Calendar.rowOf(closes.calendar, parseIsoDate(date)!)
      const decided = Array.from(sessions.keys()).filter(
        (row) => !Number.isNaN(targets.values[row * closes.assets.length]!),
      )
      const counted = decided.filter((row) => formatIsoDate(sessions[row]!) >= given.first_decision)
      tally.same(counted.length, given.rebalances, where("rebalances"))
      for (const decision of given.decisions) {
        const row = rowOf(decision.date)
        const fill = rowOf(decision.fill)
        decision.target.forEach((weight, i) => {
          const ours = targets.values[row * closes.assets.length + i]!
          if (weight === 0) expect(ours).toBe(0)
          tally.same(ours, weight, where(`target ${decision.date} ${closes.assets[i]}`), 1e-9)
        })
        tally.same(traded[fill]!, decision.turnover, where(`turnover ${decision.fill}`), 1e-9)
        tally.same(cost[fill]! / (g1[fill]! * g2[fill]!), decision.cost, where(`cost ${decision.fill}`), 1e-9)
        tally.same(equity[fill]!, decision.equity_after, where(`equity ${decision.fill}`), 1e-9)
      }
      for (const [date, level] of Object.entries(given.equity_every_250)) {
        tally.same(equity[rowOf(date)]!, level, where(`equity ${date}`), 1e-9)
      }
      tally.same(equity.at(-1)!, given.equity_last, where("last equity"), 1e-9)
      const total = (values: Float64Array) =>
        values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)
      tally.same(total(traded), given.turnover_sum, where("turnover"), 1e-9)
      tally.same(metrics.n, given.metrics.n, where("n"))
      tally.same(1 + metrics.net["total_return"]!, given.metrics.final, where("final"), 1e-9)
      tally.same(metrics.net["cagr"]!, given.metrics.cagr, where("cagr"), 1e-9)
      tally.same(metrics.net["volatility"]!, given.metrics.vol, where("volatility"), 1e-9)
      tally.same(metrics.net["sharpe"]!, given.metrics.sharpe, where("sharpe"), 1e-9)
      tally.same(metrics.net["sortino"]!, given.metrics.sortino, where("sortino"), 1e-9)
      tally.same(metrics.net["max_drawdown"]!, given.metrics.maxdd, where("drawdown"), 1e-9)
      tally.same(metrics.net["calmar"]!, given.metrics.calmar, where("calmar"), 1e-9)
    }
    tally.finish(0)
  })
})

function backtest(closes: Panel.Panel, params: Case["params"]) {
  const rate = params.cost * 1e4
  const written = {
    strategies: { given: { type: "passthrough" } },
    data: { universe: [...closes.assets] },
    execution: { execution_time: "next_close", delay_sessions: params.lag - 1, exposure: "passthrough" },
    allocation: { lookback: params.vol, min_vol: 1e-8, combine: "overlay" },
    costs: { slippage_bps: rate, turnover_basis: "traded" },
  }
  const manifest = {
    calendar: "nyse",
    periods_per_year: 252,
    sectors: {},
    default_universe: closes.assets,
    symbols: [],
  } as unknown as SnapshotManifest
  const { config } = Effect.runSync(resolveConfig("golden", study, written, {}))
  const graph = Effect.runSync(prepare(study.files(config, manifest, studyContext)))
  const strategy = graph.nodes.find(({ id }) => id.startsWith("intent/passthrough") && !id.endsWith("@b0"))!
  const values = evaluate(
    graph,
    new Map<string, Readonly<Record<string, unknown>>>([
      ["data/prices", pricesOf(closes)],
      ["experiment/trials", noTrials],
      [strategy.id, { output: intentOf(closes, params) }],
    ]),
    { skip: ({ id }) => id.startsWith("artifacts/") },
  )
  const target = (name: string) => graph.targets[name]!
  const metrics = target("metrics.json").node
  const inputOf = (port: string) => {
    const { from, fromPort } = metrics.inputs.find((input) => input.port === port)!
    return values.get(from.id)![fromPort]
  }
  const orders = target("orders.json").node
  const targets = orders.inputs.find(({ port }) => port === "targets")!
  return {
    targets: values.get(targets.from.id)![targets.fromPort] as Panel.Panel,
    net: inputOf("net") as Series.Series,
    book: inputOf("book") as Series.Series,
    metrics: values.get(metrics.id)!["output"] as Summary,
  }
}

/** ½·[P(t−skip)/P(t−back) > 1] + ½·[fast mean > slow mean], NaN until all of it is known. */
function intentOf(closes: Panel.Panel, { mom: [back, skip], ma: [fast, slow] }: Case["params"]): Panel.Panel {
  const width = closes.assets.length
  const price = (t: number, i: number) => closes.values[t * width + i]!
  const mean = (t: number, i: number, window: number) => {
    let sum = 0
    for (let s = t - window + 1; s <= t; s++) sum += price(s, i)
    return sum / window
  }
  const intent = closes.values.map((_, at) => {
    const [t, i] = [Math.floor(at / width), at % width]
    if (t < back || t < slow - 1) return NaN
    const rises = price(t - skip, i) / price(t - back, i) > 1
    return (rises ? 0.5 : 0) + (mean(t, i, fast) > mean(t, i, slow) ? 0.5 : 0)
  })
  return Panel.like(closes, intent)
}

function growthOf(net: Float64Array): Float64Array {
  let level = 1
  return net.map((value) => {
    level *= 1 + (Number.isNaN(value) ? 0 : value)
    return level
  })
}

function readCloses(): Panel.Panel {
  const path = resolve(import.meta.dirname, "../../../shared/data/sp20-prices.csv")
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n")
  const rows = lines.map((line) => line.trim().split(","))
  return Panel.make(
    Calendar.make(Int32Array.from(rows, ([date]) => parseIsoDate(date!.slice(0, 10))!)),
    header!.trim().split(",").slice(1),
    Float64Array.from(rows.flatMap((row) => row.slice(1).map(Number))),
  )
}

function pricesOf(closes: Panel.Panel): Readonly<Record<string, unknown>> {
  const { calendar, assets } = closes
  const every = (value: number) => Panel.filled(calendar, assets, value)
  return {
    open: every(NaN),
    high: every(NaN),
    low: every(NaN),
    close: closes,
    volume: every(NaN),
    dividend: every(0),
    split_ratio: every(1),
    adj_close: closes,
    listing_table: Object.fromEntries(
      assets.map((asset) => [asset, { first: Calendar.isoAt(calendar, 0), delisted: null }]),
    ),
  }
}
