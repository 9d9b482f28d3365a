import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { MetaWeights } from "../../src/pipeline/allocation/metaWeights.ts"
import { Blend } from "../../src/pipeline/execution/blend.ts"
import { Bollinger } from "../../src/pipeline/features/bollinger.ts"
import { Breakout } from "../../src/pipeline/features/breakout.ts"
import { Momentum } from "../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../src/pipeline/features/movingAverageCrossover.ts"
import { Rsi } from "../../src/pipeline/features/rsi.ts"
import { ZScore } from "../../src/pipeline/features/zScore.ts"
import { MeanReversion } from "../../src/pipeline/intent/meanReversion.ts"
import { Trend } from "../../src/pipeline/intent/trend.ts"
import { runNode } from "../laws/panelLaws.ts"
import {
  closesOf,
  describeGolden,
  type PriceInput,
  readGolden,
  returnsOf,
  type Tally,
  tallyOf,
} from "./support.ts"

type Row = ReadonlyArray<number | null>

interface RiskParity {
  readonly vol_lookback: number
  readonly min_weight: number
  readonly max_weight: number
}

interface Synthetic {
  readonly input: { readonly strategy_returns: Readonly<Record<string, Row>> }
  readonly cases: ReadonlyArray<{
    readonly type: string
    readonly params: RiskParity
    readonly weights: Readonly<Record<string, Row>>
    readonly combined_returns: Row
  }>
}

interface Real {
  readonly input: PriceInput
  readonly cases: ReadonlyArray<{
    readonly type: string
    readonly params: RiskParity & { readonly weights: Readonly<Record<string, number>> }
    readonly per_ticker: Readonly<
      Record<
        string,
        { readonly weights: Readonly<Record<string, Row>> | null; readonly combined_returns: Row }
      >
    >
  }>
}

/** Strategies whose returns are given from row `first` on, as the books of a study: filled on the row before. */
function booksOf(returns: Readonly<Record<string, ReadonlyArray<number>>>, first: number) {
  const rows = Object.values(returns)[0]!.length
  const calendar = Calendar.make(Int32Array.from({ length: rows + 1 }, (_, t) => 10_000 + t))
  // one row more in front, so that a strategy that starts at once has a session to fill on
  const book = (gross: ReadonlyArray<number>) =>
    Series.make(calendar, {
      gross: Float64Array.of(NaN, ...gross),
      filled: Float64Array.from(calendar.sessions, (_, t) => (t === first ? 1 : 0)),
    })
  return {
    schedule: Series.make(calendar, { decision: new Float64Array(rows + 1).fill(1) }),
    books: Object.fromEntries(Object.entries(returns).map(([name, gross]) => [name, book(gross)])),
  }
}

/** The weights that hold on each row: those decided on the row before. */
function weightsOf(
  returns: Readonly<Record<string, ReadonlyArray<number>>>,
  first: number,
  { vol_lookback, min_weight, max_weight }: RiskParity,
): Readonly<Record<string, Float64Array>> {
  const config = Schema.decodeUnknownSync(MetaWeights.spec.config)({
    lookback: vol_lookback,
    min_weight,
    max_weight,
  })
  const outcome = MetaWeights.spec.run(booksOf(returns, first), config, {
    skip: 0,
    state: undefined,
    seed: 0,
  })
  const { weights } = (outcome as { readonly out: { readonly weights: Series.Series } }).out
  return Object.fromEntries(Object.keys(returns).map((name) => [name, Series.column(weights, name)]))
}

/** Whether some strategy did not move over the window before row t: theirs then gets weight 0, or a residue's (Q14, Q25). */
const isStill = (returns: Readonly<Record<string, ReadonlyArray<number>>>, t: number, window: number) =>
  Object.values(returns).some((series) => {
    const seen = series.slice(t - window, t)
    return seen.every((value) => value === seen[0])
  })

/** Compares where the original is right; elsewhere ours must still add up and keep the bounds. */
function compareWeights(
  tally: Tally,
  returns: Readonly<Record<string, ReadonlyArray<number>>>,
  first: number,
  params: RiskParity,
  theirs: Readonly<Record<string, Row>>,
): Readonly<Record<string, Float64Array>> {
  const ours = weightsOf(returns, first, params)
  const names = Object.keys(returns)
  const { vol_lookback, min_weight, max_weight } = params
  for (let t = first + vol_lookback; t < Object.values(returns)[0]!.length; t++) {
    const row = names.map((name) => ours[name]![t]!)
    expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    for (const weight of row) {
      expect(weight).toBeGreaterThanOrEqual(min_weight - 1e-12)
      expect(weight).toBeLessThanOrEqual(max_weight + 1e-12)
    }
    const isFree = names.every((name) => {
      const value = theirs[name]![t]!
      return value > min_weight + 1e-9 && value < max_weight - 1e-9
    })
    if (isStill(returns, t, vol_lookback)) tally.exempt("strategies that stood still, Q14, Q25", names.length)
    else if (!isFree || row.some((weight) => weight <= min_weight || weight >= max_weight))
      tally.exempt("bounds bind, Q14", names.length)
    else names.forEach((name, k) => tally.same(row[k]!, theirs[name]![t]!, `${name} row ${t}`, 1e-9))
  }
  return ours
}

describeGolden("meta allocators of the original", ["golden/original/meta-synthetic.json"], () => {
  it("risk parity over made-up strategies: weights wherever all move and no bound binds", () => {
    const { input, cases } = readGolden<Synthetic>("original/meta-synthetic")
    const series = Object.entries(input.strategy_returns)
    const first = Math.max(...series.map(([, row]) => row.findIndex((value) => value !== null)))
    const returns = Object.fromEntries(series.map(([name, row]) => [name, row.map((value) => value ?? NaN)]))
    const tally = tallyOf("original/meta-synthetic")
    for (const { type, params, weights } of cases)
      if (type === "risk_parity") compareWeights(tally, returns, first, params, weights)
    expect(cases.map(({ type }) => type)).toEqual([
      "risk_parity",
      "risk_parity",
      "risk_parity",
      "fixed_weight",
    ])
    tally.finish(972)
  })
})

const needed = ["data/sp20-prices.csv", "golden/original/meta-real.json"]

describeGolden("trend and mean reversion, blended as the original did", needed, () => {
  it("gives its weights and its combined returns, asset by asset", () => {
    const { input, cases } = readGolden<Real>("original/meta-real")
    const index = closesOf(input)
    const signals = { trend: trendOf(index), meanrev: reversionOf(index) }
    const market = returnsOf(index)
    const tally = tallyOf("original/meta-real")
    for (const { type, params, per_ticker } of cases) {
      for (const [ticker, theirs] of Object.entries(per_ticker)) {
        const i = index.assets.indexOf(ticker)
        const own = Panel.column(market, i)
        const returns = Object.fromEntries(
          Object.entries(signals).map(([name, panel]): [string, Array<number>] => {
            const wanted = Panel.column(panel, i)
            return [name, [...own].map((value, t) => (wanted[t - 1] ?? NaN) * value + 0)]
          }),
        )
        // theirs hides as many rows as its table of warm-ups says: 253 for trend
        const first = 253
        const hidden = Object.fromEntries(
          Object.entries(returns).map(([name, row]) => [
            name,
            row.map((value, t) => (t < first ? NaN : value)),
          ]),
        )
        const weights =
          type === "risk_parity" ? compareWeights(tally, hidden, first, params, theirs.weights!) : undefined
        const blended = blendOf(signals, i, weights, params.weights)
        theirs.combined_returns.forEach((value, t) => {
          if (value === null) return
          if (weights !== undefined && isStill(hidden, t, params.vol_lookback))
            tally.exempt("strategies that stood still, Q14, Q25")
          else if (Math.abs(value) > 0 || blended[t - 1] !== 0)
            tally.same(blended[t - 1]! * own[t]!, value, `${ticker} return ${t}`, 1e-9)
        })
      }
    }
    expect(cases.map(({ type }) => type)).toEqual(["risk_parity", "fixed_weight"])
    tally.finish(27)
  })
})

/** Exposure of the blend to one asset, by fixed weights or by those of each row. */
function blendOf(
  signals: Readonly<Record<string, Panel.Panel>>,
  asset: number,
  weights: Readonly<Record<string, Float64Array>> | undefined,
  fixed: Readonly<Record<string, number>>,
): Float64Array {
  const { calendar } = Object.values(signals)[0]!
  const exposures = Object.fromEntries(
    Object.entries(signals).map(([name, panel]) => [
      name,
      Panel.make(calendar, ["A"], Panel.column(panel, asset)),
    ]),
  )
  // decided on the row before it holds
  const meta =
    weights === undefined
      ? undefined
      : Series.make(
          calendar,
          Object.fromEntries(Object.entries(weights).map(([name, row]) => [name, row.slice(1)])),
        )
  const config = weights === undefined ? { weights: fixed, long_only: false } : { long_only: false }
  return runNode({ node: Blend, config, inputs: { exposures, meta } }).panels["output"]!.values
}

const signalOf = (node: Definition, config: unknown, index: Panel.Panel): Panel.Panel =>
  runNode({ node, config, inputs: { index, listing: undefined } }).panels["signal"]!

const majority = { combination_method: "majority", weights: [0.4, 0.3, 0.3], weighted_threshold: 0.1 }

/** The defaults, which are those of the file. */
function trendOf(index: Panel.Panel): Panel.Panel {
  const inputs = {
    momentum: signalOf(Momentum, { lookback_sessions: 252 }, index),
    crossover: signalOf(MovingAverageCrossover, { short_sessions: 50, long_sessions: 200 }, index),
    breakout: signalOf(Breakout, { period_sessions: 252 }, index),
  }
  return runNode({ node: Trend, config: majority, inputs }).panels["output"]!
}

function reversionOf(index: Panel.Panel): Panel.Panel {
  const inputs = {
    rsi: signalOf(Rsi, { period_sessions: 14, oversold: 30, overbought: 70 }, index),
    bollinger: signalOf(Bollinger, { period_sessions: 20, width_deviations: 2 }, index),
    z_score: signalOf(ZScore, { lookback_sessions: 60, threshold: 1.5 }, index),
  }
  return runNode({ node: MeanReversion, config: majority, inputs }).panels["output"]!
}
