import { expect, it } from "vitest"
import type * as Panel from "../../src/domain/Panel.ts"
import { Bollinger } from "../../src/pipeline/features/bollinger.ts"
import { Rsi } from "../../src/pipeline/features/rsi.ts"
import { ZScore } from "../../src/pipeline/features/zScore.ts"
import { MeanReversion } from "../../src/pipeline/intent/meanReversion.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, tallyOf } from "./support.ts"
import { compareVotes, indicatorSignal, type Vote } from "./votedSignals.ts"

interface ReversionParams extends Vote {
  readonly rsi_period: number
  readonly rsi_oversold: number
  readonly rsi_overbought: number
  readonly bb_period: number
  readonly bb_std: number
  readonly zscore_lookback: number
  readonly zscore_threshold: number
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
    for (const { params, signals } of cases)
      compareVotes(MeanReversion, indicators(index, params), params, signals, tally)
    expect(cases).toHaveLength(4)
    tally.finish(77)
  })
})

const indicators = (index: Panel.Panel, params: ReversionParams) => ({
  rsi: indicatorSignal(Rsi, index, {
    period_sessions: params.rsi_period,
    oversold: params.rsi_oversold,
    overbought: params.rsi_overbought,
  }),
  bollinger: indicatorSignal(Bollinger, index, {
    period_sessions: params.bb_period,
    width_deviations: params.bb_std,
  }),
  z_score: indicatorSignal(ZScore, index, {
    lookback_sessions: params.zscore_lookback,
    threshold: params.zscore_threshold,
  }),
})
