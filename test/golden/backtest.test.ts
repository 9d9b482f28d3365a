/** Whole backtests of peers: a momentum and crossover rule, monthly, inverse volatility, costs on what is traded. */
import * as Schema from "effect/Schema"
import type { Definition } from "../../src/dag/Node.ts"
import { expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { Combine, InverseVol, Volatility } from "../../src/pipeline/allocation/index.ts"
import { CostComponents, NetReturns } from "../../src/pipeline/costs/index.ts"
import { Fills } from "../../src/pipeline/execution/index.ts"
import { runNode } from "../laws/panelLaws.ts"
import { closesOf, describeGolden, readGolden, returnsOf, tallyOf } from "./support.ts"

interface Case {
  readonly params: {
    readonly mom: readonly [number, number]
    readonly ma: readonly [number, number]
    readonly vol: number
    readonly cost: number
    readonly lag: number
  }
  readonly metrics: Readonly<Record<string, number>>
  readonly turnover_sum: number
  readonly cost_sum: number
  readonly first_fill: string
  readonly equity_every_250: Readonly<Record<string, number>>
  readonly equity_last: number
  readonly rebalances: number
  readonly decisions: ReadonlyArray<{
    readonly date: string
    readonly fill: string
    readonly intent: ReadonlyArray<number>
    readonly target: ReadonlyArray<number>
    readonly turnover: number
    readonly cost: number
  }>
}

const run = (node: Definition, config: object, inputs: Readonly<Record<string, Panel.Panel | undefined>>) =>
  runNode({ node, config: Schema.decodeUnknownSync(node.spec.config)(config), inputs }).panels

/** ½ of [P(t − short) > P(t − long)] and ½ of [mean of the fast window > mean of the slow one]; NaN until all are there. */
function intentOf(
  closes: Panel.Panel,
  { mom: [long, short], ma: [fast, slow] }: Case["params"],
): Panel.Panel {
  return Panel.mapColumns(closes, (prices) => {
    const sums = [0]
    prices.forEach((price) => sums.push(sums.at(-1)! + price))
    const average = (t: number, rows: number) => (sums[t + 1]! - sums[t + 1 - rows]!) / rows
    return prices.map((_, t) =>
      t < Math.max(long, slow - 1)
        ? NaN
        : 0.5 * (prices[t - short]! / prices[t - long]! > 1 ? 1 : 0) +
          0.5 * (average(t, fast) > average(t, slow) ? 1 : 0),
    )
  })
}

/** The last session of each month but the data's last. */
function monthEnds({ sessions }: Calendar.Calendar): Float64Array {
  const month = (t: number) => Calendar.isoAt({ sessions }, t).slice(0, 7)
  return Float64Array.from(sessions, (_, t) => (t + 1 < sessions.length && month(t) !== month(t + 1) ? 1 : 0))
}

function backtest(closes: Panel.Panel, params: Case["params"]) {
  const { calendar, assets } = closes
  const returns = returnsOf(closes)
  const intent = intentOf(closes, params)
  const schedule = Series.make(calendar, { decision: monthEnds(calendar) })
  const volatility = run(Volatility, { lookback: params.vol }, { returns, schedule })["output"]!
  const eligible = Panel.like(
    volatility,
    volatility.values.map((sigma, at) => {
      if (schedule.values[Math.floor(at / assets.length)] !== 1) return NaN
      return Number.isNaN(sigma) || Number.isNaN(intent.values[at]!) ? 0 : 1
    }),
  )
  const base = run(InverseVol, { min_vol: 1e-8 }, { eligible, exposure: intent, volatility })["output"]!
  const targets = run(Combine, {}, { base, exposure: intent })["output"]!
  const zero = Panel.like(
    closes,
    closes.values.map(() => 0),
  )
  const listing = Panel.like(
    closes,
    closes.values.map(() => 1),
  )
  const timing = { execution_time: "next_close", delay_sessions: params.lag - 1 }
  const fills = run(Fills, timing, {
    targets,
    before_fill: returns,
    after_fill: zero,
    close_to_close: returns,
    listing,
  })
  const { book, target_turnover, traded_turnover } = fills as Readonly<Record<string, Panel.Panel>>
  const volume = Panel.like(
    closes,
    closes.values.map(() => NaN),
  )
  const traded = { target_turnover, traded_turnover, listing, close: closes, volume, returns }
  const { rates } = run(CostComponents, { slippage_bps: 1e4 * params.cost, turnover_basis: "traded" }, traded)
  const net = run(NetReturns, {}, { book, rates })["output"]!
  return { intent, targets, book: book!, rates: rates!, net: Series.column(net as Series.Series, "net") }
}

describeGolden("backtests of peers", ["data/sp20-prices.csv", "golden/peers/backtest.json"], () => {
  const { cases } = readGolden<{ readonly cases: ReadonlyArray<Case> }>("peers/backtest")
  const tickers = "AAPL AMD BAC BBY CVX GE HD JNJ JPM KO LLY MRK MSFT PEP PFE PG RRC UNH WMT XOM".split(" ")
  const closes = closesOf({
    prices: "sp20-prices.csv",
    tickers,
    from: "1990-01-02",
    to: "2022-12-28",
    rows: 8313,
  })
  const rowOf = (iso: string): number => closes.calendar.sessions.indexOf(parseIsoDate(iso)!)

  it("decisions, targets, turnover, costs, equity and metrics, to 1e-9", () => {
    const tally = tallyOf("peers/backtest")
    for (const { params, metrics, decisions, first_fill, equity_every_250, equity_last, ...sums } of cases) {
      const ours = backtest(closes, params)
      const name = JSON.stringify(params)
      const traded = Series.column(ours.book as Series.Series, "traded_turnover")
      for (const { date, fill, intent, target, turnover, cost } of decisions) {
        const [decided, filled] = [rowOf(date), rowOf(fill)]
        intent.forEach((value, i) =>
          tally.same(ours.intent.values[20 * decided + i]!, value, `${name} ${date} intent ${i}`, 0),
        )
        target.forEach((value, i) =>
          tally.same(
            1 + ours.targets.values[20 * decided + i]!,
            1 + value,
            `${name} ${date} target ${i}`,
            1e-9,
          ),
        )
        tally.same(1 + traded[filled]!, 1 + turnover, `${name} ${date} turnover`, 1e-9)
        tally.same(1 + params.cost * traded[filled]!, 1 + cost, `${name} ${date} cost`, 1e-9)
      }
      const start = rowOf(first_fill)
      const counted = ours.net.slice(start)
      const equity = new Map<number, number>()
      let [value, peak, deepest] = [1, 1, 0]
      counted.forEach((r, k) => {
        value *= 1 + r
        peak = Math.max(peak, value)
        deepest = Math.min(deepest, value / peak - 1)
        equity.set(start + k, value)
      })
      for (const [date, theirs] of Object.entries(equity_every_250))
        tally.same(equity.get(rowOf(date)) ?? 1, theirs, `${name} equity ${date}`, 1e-9)
      tally.same(value, equity_last, `${name} last equity`, 1e-9)
      const n = counted.length
      const average = counted.reduce((sum, r) => sum + r, 0) / n
      const deviation = Math.sqrt(counted.reduce((sum, r) => sum + (r - average) ** 2, 0) / (n - 1))
      tally.same(n, metrics["n"]!, `${name} n`, 0)
      tally.same(deviation * Math.sqrt(252), metrics["vol"]!, `${name} volatility`, 1e-9)
      tally.same((average / deviation) * Math.sqrt(252), metrics["sharpe"]!, `${name} Sharpe`, 1e-9)
      tally.same(value ** (252 / n) - 1, metrics["cagr"]!, `${name} cagr`, 1e-9)
      tally.same(deepest, metrics["maxdd"]!, `${name} drawdown`, 1e-9)
      const paid = traded.map((x) => (Number.isNaN(x) ? 0 : x))
      tally.same(
        paid.reduce((sum, x) => sum + x, 0),
        sums.turnover_sum,
        `${name} turnover in all`,
        1e-9,
      )
    }
    expect(cases.length).toBe(3)
    tally.finish(0)
  })
})
