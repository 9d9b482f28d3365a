import { expect, it } from "vitest"
import type * as Panel from "../../src/domain/Panel.ts"
import { Breakout } from "../../src/pipeline/features/breakout.ts"
import { Momentum } from "../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../src/pipeline/features/movingAverageCrossover.ts"
import { Trend } from "../../src/pipeline/intent/trend.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, tallyOf } from "./support.ts"
import { compareVotes, indicatorSignal, type Vote } from "./votedSignals.ts"

interface TrendParams extends Vote {
  readonly momentum_lookback: number
  readonly sma_short: number
  readonly sma_long: number
  readonly breakout_period: number
}

interface Case {
  readonly params: TrendParams
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
    for (const { params, signals } of cases)
      compareVotes(Trend, indicators(index, params), params, signals, tally)
    expect(cases.map(({ params }) => params.combination_method)).toEqual([
      "majority",
      "all",
      "weighted",
      "weighted",
    ])
    tally.finish(364 + 1813)
  })
})

const indicators = (index: Panel.Panel, params: TrendParams) => ({
  momentum: indicatorSignal(Momentum, index, { lookback_sessions: params.momentum_lookback }),
  crossover: indicatorSignal(MovingAverageCrossover, index, {
    short_sessions: params.sma_short,
    long_sessions: params.sma_long,
  }),
  breakout: indicatorSignal(Breakout, index, { period_sessions: params.breakout_period }),
})
