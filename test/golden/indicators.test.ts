import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { rollingExtremes } from "../../src/kernel/rollingExtremes.ts"
import { rollingMean } from "../../src/kernel/rollingMean.ts"
import { Bollinger } from "../../src/pipeline/features/bollinger.ts"
import { Breakout } from "../../src/pipeline/features/breakout.ts"
import { Momentum } from "../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../src/pipeline/features/movingAverageCrossover.ts"
import { Rsi } from "../../src/pipeline/features/rsi.ts"
import { ZScore } from "../../src/pipeline/features/zScore.ts"
import { runNode } from "../laws/panelLaws.ts"
import {
  closesOf,
  describeGolden,
  type PriceInput,
  readGolden,
  signalsOf,
  type Tally,
  tallyOf,
} from "./support.ts"

/** Why a correct implementation differs at a row; undefined where it does not. */
type Exemption = (params: Readonly<Record<string, number>>, row: number) => string | undefined

const none: Exemption = () => undefined

interface Indicator {
  readonly input: PriceInput
  readonly cases: ReadonlyArray<{
    readonly near_ties: ReadonlyArray<{ readonly ticker: string; readonly row: number }>
    readonly params: Readonly<Record<string, number>>
    readonly signals: Readonly<Record<string, string>>
    readonly values: Readonly<Record<string, Readonly<Record<string, ReadonlyArray<number | null>>>>>
  }>
}

type Outputs = Readonly<Record<string, Panel.Panel>>

/**
 * Compares signals exactly, warm-up too: where ours is not known yet, the original says 0. At a tie with a threshold ours
 * is neutral; theirs is what rounding makes of it.
 */
function compareSignals(
  tally: Tally,
  signals: Readonly<Record<string, string>>,
  ours: Panel.Panel,
  ties: ReadonlyArray<{ readonly ticker: string; readonly row: number }>,
  exempt: (row: number) => string | undefined,
): void {
  for (const [ticker, text] of Object.entries(signals)) {
    const column = Panel.column(ours, ours.assets.indexOf(ticker))
    signalsOf(text).forEach((theirs, t) => {
      const reason = exempt(t)
      if (reason !== undefined) return tally.exempt(reason)
      if (column[t] === 0 && theirs !== 0 && ties.some((tie) => tie.ticker === ticker && tie.row === t))
        return tally.exempt("ties with a threshold, Q13")
      tally.same(Number.isNaN(column[t]!) ? 0 : column[t]!, theirs, `${ticker} row ${t}`)
    })
  }
}

function compareValues(
  tally: Tally,
  theirs: ReadonlyArray<number | null>,
  ours: Float64Array,
  what: string,
  exempt: (row: number) => string | undefined,
): void {
  theirs.forEach((value, t) => {
    const reason = exempt(t)
    if (reason !== undefined) return tally.exempt(reason)
    tally.same(ours[t]!, value, `${what} row ${t}`, 1e-9)
  })
}

/** Files are only read when they are there. */
function compare(
  file: string,
  node: Definition,
  configOf: (params: Readonly<Record<string, number>>) => unknown,
  valuesOf: (params: Readonly<Record<string, number>>, index: Panel.Panel, outputs: Outputs) => Outputs,
  exempt: Exemption = none,
  mostExempted = 0,
): void {
  const { input, cases } = readGolden<Indicator>(file)
  const index = closesOf(input)
  const tally = tallyOf(file)
  for (const { params, signals, values, near_ties } of cases) {
    const outputs = runNode({ node, config: configOf(params), inputs: { index, listing: undefined } }).panels
    compareSignals(tally, signals, outputs["signal"]!, near_ties, (row) => exempt(params, row))
    const named = valuesOf(params, index, outputs)
    for (const [ticker, series] of Object.entries(values)) {
      for (const [name, theirs] of Object.entries(series)) {
        const panel = named[name]!
        const ours = Panel.column(panel, panel.assets.indexOf(ticker))
        compareValues(tally, theirs, ours, `${ticker} ${name}`, (row) => exempt(params, row))
      }
    }
  }
  expect(cases).toHaveLength(2)
  tally.finish(mostExempted)
}

const files = [
  "indicator-momentum",
  "indicator-ma-crossover",
  "indicator-breakout",
  "indicator-rsi",
  "indicator-bollinger",
  "indicator-zscore",
]
const needed = ["data/sp20-prices.csv", ...files.map((file) => `golden/original/${file}.json`)]

describeGolden("indicators of the original", needed, () => {
  it("momentum: every signal, every value", () => {
    compare(
      "original/indicator-momentum",
      Momentum,
      (params) => ({ lookback_sessions: params["momentum_lookback"]! }),
      (_, __, { value }) => ({ momentum: value! }),
    )
  })

  it("moving-average crossover: every signal, both means", () => {
    compare(
      "original/indicator-ma-crossover",
      MovingAverageCrossover,
      (params) => ({ short_sessions: params["sma_short"]!, long_sessions: params["sma_long"]! }),
      (params, index) => {
        const mean = (window: number) =>
          Panel.like(index, rollingMean(index.values, index.assets.length, index.calendar.sessions, window))
        return { sma_short: mean(params["sma_short"]!), sma_long: mean(params["sma_long"]!) }
      },
    )
  })

  it("breakout: every signal, both edges of the channel", () => {
    compare(
      "original/indicator-breakout",
      Breakout,
      (params) => ({ period_sessions: params["breakout_period"]! }),
      (params, index) => {
        const { high, low } = rollingExtremes(index.values, index.assets.length, params["breakout_period"]!)
        return { rolling_high: Panel.like(index, high), rolling_low: Panel.like(index, low) }
      },
    )
  })

  it("RSI: every signal, every value, but for the row that rests on a change nobody saw (Q12)", () => {
    compare(
      "original/indicator-rsi",
      Rsi,
      ({ rsi_period, rsi_oversold, rsi_overbought }) => ({
        period_sessions: rsi_period!,
        oversold: rsi_oversold!,
        overbought: rsi_overbought!,
      }),
      (_, __, { value }) => ({ rsi: value! }),
      ({ rsi_period }, row) => (row === rsi_period! - 1 ? "row period − 1, Q12" : undefined),
      14 + 5,
    )
  })

  it("Bollinger bands: every signal, both bands", () => {
    compare(
      "original/indicator-bollinger",
      Bollinger,
      ({ bb_period, bb_std }) => ({ period_sessions: bb_period!, width_deviations: bb_std! }),
      ({ bb_period }, index, { lower, upper }) => {
        const mean = rollingMean(index.values, index.assets.length, index.calendar.sessions, bb_period!)
        return { lower: lower!, upper: upper!, middle: Panel.like(index, mean) }
      },
    )
  })

  it("z-score: every signal, every value", () => {
    compare(
      "original/indicator-zscore",
      ZScore,
      ({ zscore_lookback, zscore_threshold }) => ({
        lookback_sessions: zscore_lookback!,
        threshold: zscore_threshold!,
      }),
      (_, __, { value }) => ({ zscore: value! }),
    )
  })
})
