import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { Bollinger } from "../../src/pipeline/features/bollinger.ts"
import { Rsi } from "../../src/pipeline/features/rsi.ts"
import { ZScore } from "../../src/pipeline/features/zScore.ts"
import { MeanReversion } from "../../src/pipeline/intent/meanReversion.ts"
import { runNode } from "../laws/panelLaws.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, signalsOf, tallyOf } from "./support.ts"

interface ReversionParams {
  readonly rsi_period: number
  readonly rsi_oversold: number
  readonly rsi_overbought: number
  readonly bb_period: number
  readonly bb_std: number
  readonly zscore_lookback: number
  readonly zscore_threshold: number
  readonly combination_method: "majority" | "all" | "weighted"
  readonly weights: readonly [number, number, number]
  readonly weighted_threshold: number
}

interface Case {
  readonly params: ReversionParams
  readonly signals: Readonly<Record<string, string>>
}

const needed = ["data/sp20-prices.csv", "golden/original/strategy-meanrev.json"]

describeGolden("mean-reversion strategy of the original", needed, () => {
  it("gives its signals wherever all three indicators exist and no weighted sum ties with the threshold", () => {
    const { input, cases } = readGolden<{ input: PriceInput; cases: ReadonlyArray<Case> }>(
      "original/strategy-meanrev",
    )
    const index = closesOf(input)
    const tally = tallyOf("original/strategy-meanrev")
    for (const { params, signals } of cases) {
      const { weights, weighted_threshold, combination_method } = params
      const three = indicators(index, params)
      const vote = { weights, weighted_threshold, combination_method }
      const config = Schema.decodeUnknownSync(MeanReversion.spec.config)(vote)
      const intent = runNode({ node: MeanReversion, config, inputs: three }).panels["output"]!
      for (const [ticker, text] of Object.entries(signals)) {
        const i = intent.assets.indexOf(ticker)
        const ours = Panel.column(intent, i)
        const columns = [three.rsi, three.bollinger, three.z_score].map((panel) => Panel.column(panel, i))
        signalsOf(text).forEach((theirs, t) => {
          const sum = weights.reduce((total, weight, k) => total + weight * columns[k]![t]!, 0)
          const tie = Math.abs(Math.abs(sum) - weighted_threshold) <= 1e-12
          if (Number.isNaN(ours[t]!) && theirs !== 0) tally.exempt("before all three indicators exist")
          else if (combination_method === "weighted" && tie && theirs !== 0) {
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
    expect(cases).toHaveLength(4)
    tally.finish(77)
  })
})

function indicators(index: Panel.Panel, params: ReversionParams) {
  const signal = (node: Definition, config: unknown): Panel.Panel =>
    runNode({ node, config, inputs: { index, listing: undefined } }).panels["signal"]!
  return {
    rsi: signal(Rsi, {
      period_sessions: params.rsi_period,
      oversold: params.rsi_oversold,
      overbought: params.rsi_overbought,
    }),
    bollinger: signal(Bollinger, { period_sessions: params.bb_period, width_deviations: params.bb_std }),
    z_score: signal(ZScore, {
      lookback_sessions: params.zscore_lookback,
      threshold: params.zscore_threshold,
    }),
  }
}
