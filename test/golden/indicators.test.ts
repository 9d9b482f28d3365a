import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { rollingExtremes } from "../../src/kernel/rollingExtremes.ts"
import { rollingMean } from "../../src/kernel/rollingMean.ts"
import { Breakout } from "../../src/pipeline/features/breakout.ts"
import { Momentum } from "../../src/pipeline/features/momentum.ts"
import { MovingAverageCrossover } from "../../src/pipeline/features/movingAverageCrossover.ts"
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

interface Indicator {
  readonly input: PriceInput
  readonly cases: ReadonlyArray<{
    readonly params: Readonly<Record<string, number>>
    readonly signals: Readonly<Record<string, string>>
    readonly values: Readonly<Record<string, Readonly<Record<string, ReadonlyArray<number | null>>>>>
  }>
}

type Outputs = Readonly<Record<string, Panel.Panel>>

/** Compares signals exactly, warm-up too: where ours is not known yet, the original says 0. */
function compareSignals(tally: Tally, signals: Readonly<Record<string, string>>, ours: Panel.Panel): void {
  for (const [ticker, text] of Object.entries(signals)) {
    const column = Panel.column(ours, ours.assets.indexOf(ticker))
    signalsOf(text).forEach((theirs, t) => {
      tally.same(Number.isNaN(column[t]!) ? 0 : column[t]!, theirs, `${ticker} row ${t}`)
    })
  }
}

function compareValues(
  tally: Tally,
  theirs: ReadonlyArray<number | null>,
  ours: Float64Array,
  what: string,
): void {
  theirs.forEach((value, t) => {
    tally.same(ours[t]!, value, `${what} row ${t}`, 1e-9)
  })
}

/** Files are only read when they are there. */
function compare(
  file: string,
  node: Definition,
  configOf: (params: Readonly<Record<string, number>>) => unknown,
  valuesOf: (params: Readonly<Record<string, number>>, index: Panel.Panel, outputs: Outputs) => Outputs,
): void {
  const { input, cases } = readGolden<Indicator>(file)
  const index = closesOf(input)
  const tally = tallyOf(file)
  for (const { params, signals, values } of cases) {
    const outputs = runNode({ node, config: configOf(params), inputs: { index, listing: undefined } }).panels
    compareSignals(tally, signals, outputs["signal"]!)
    const named = valuesOf(params, index, outputs)
    for (const [ticker, series] of Object.entries(values)) {
      for (const [name, theirs] of Object.entries(series)) {
        const panel = named[name]!
        compareValues(tally, theirs, Panel.column(panel, panel.assets.indexOf(ticker)), `${ticker} ${name}`)
      }
    }
  }
  expect(cases).toHaveLength(2)
  tally.finish(0)
}

const files = ["indicator-momentum", "indicator-ma-crossover", "indicator-breakout"]
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
})
