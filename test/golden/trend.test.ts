import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { Breakout } from "../../src/pipeline/features/breakout.ts"
import { Momentum } from "../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../src/pipeline/features/movingAverageCrossover.ts"
import { Trend } from "../../src/pipeline/intent/trend.ts"
import { runNode } from "../laws/panelLaws.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, signalsOf, tallyOf } from "./support.ts"

interface Case {
  readonly params: {
    readonly momentum_lookback: number
    readonly sma_short: number
    readonly sma_long: number
    readonly breakout_period: number
    readonly combination_method: "majority" | "all" | "weighted"
    readonly weights: readonly [number, number, number]
    readonly weighted_threshold: number
  }
  readonly signals: Readonly<Record<string, string>>
}

const needed = ["data/sp20-prices.csv", "golden/original/strategy-trend.json"]

describeGolden("trend strategy of the original", needed, () => {
  it("gives its signals wherever all three indicators exist and no weighted sum ties with the threshold", () => {
    const { input, cases } = readGolden<{ input: PriceInput; cases: ReadonlyArray<Case> }>(
      "original/strategy-trend",
    )
    const index = closesOf(input)
    const tally = tallyOf("original/strategy-trend")
    for (const { params, signals } of cases) {
      const { weights, weighted_threshold, combination_method } = params
      const three = indicators(index, params)
      const config = Schema.decodeUnknownSync(Trend.spec.config)({
        weights,
        weighted_threshold,
        combination_method,
      })
      const intent = runNode({ node: Trend, config, inputs: three }).panels["output"]!
      for (const [ticker, text] of Object.entries(signals)) {
        const i = intent.assets.indexOf(ticker)
        const ours = Panel.column(intent, i)
        const columns = [three.momentum, three.crossover, three.breakout].map((panel) =>
          Panel.column(panel, i),
        )
        signalsOf(text).forEach((theirs, t) => {
          const sum = weights.reduce((total, weight, k) => total + weight * columns[k]![t]!, 0)
          const tie = Math.abs(Math.abs(sum) - weighted_threshold) <= 1e-12
          if (Number.isNaN(ours[t]!) && theirs !== 0) tally.exempt("before all three indicators exist")
          else if (combination_method === "weighted" && tie && theirs !== 0) {
            // ours is neutral; theirs is what rounding makes of the comparison
            expect([ours[t], theirs]).toEqual([0, sum > weighted_threshold ? 1 : -1])
            tally.exempt("weighted sums that tie with the threshold, Q13")
          } else
            tally.same(
              Number.isNaN(ours[t]!) ? 0 : ours[t]!,
              theirs,
              `${combination_method} ${ticker} row ${t}`,
            )
        })
      }
    }
    expect(cases.map(({ params }) => params.combination_method)).toEqual([
      "majority",
      "all",
      "weighted",
      "weighted",
    ])
    tally.finish(364 + 1813)
  })
})

function indicators(index: Panel.Panel, params: Case["params"]) {
  const signal = (node: Definition, config: unknown): Panel.Panel =>
    runNode({ node, config, inputs: { index, listing: undefined } }).panels["signal"]!
  return {
    momentum: signal(Momentum, { lookback_sessions: params.momentum_lookback }),
    crossover: signal(MovingAverageCrossover, {
      short_sessions: params.sma_short,
      long_sessions: params.sma_long,
    }),
    breakout: signal(Breakout, { period_sessions: params.breakout_period }),
  }
}
