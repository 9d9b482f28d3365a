/**
 * Studies of markets in which nothing is to be earned: the demo market with every effect off, premia too. What the
 * evaluation finds there is chance.
 */
import * as Effect from "effect/Effect"
import { study } from "../../dags/study.ts"
import trend from "../../experiments/trend.ts"
import { mergeGraphs } from "../../src/dag/mergeGraphs.ts"
import type { Source } from "../../src/dag/Node.ts"
import { type PreparedGraph, prepare } from "../../src/dag/Prepared.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { choiceGraph } from "../../src/experiment/sweep/choiceGraph.ts"
import { cellName, gridOf, type Vary } from "../../src/experiment/sweep/grid.ts"
import { barsToPanels } from "../../src/pipeline/data/barsToPanels.ts"
import type { DemoSwitches } from "../../src/pipeline/data/demo/DemoMarket.ts"
import { demoAssets } from "../../src/pipeline/data/demo/demoAssets.ts"
import { generateDemoMarket } from "../../src/pipeline/data/demo/generateDemoMarket.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import type { OverfittingSheet } from "../../src/pipeline/metrics/overfitting.ts"
import type { Significance } from "../../src/pipeline/metrics/significance.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import { evaluate, type Values } from "../support/evaluate.ts"
import { studyContext } from "../support/studyContext.ts"

/** Every effect off. */
const nothing: DemoSwitches = {
  reversal: false,
  momentum: false,
  leverage: false,
  regimes: false,
  fatTails: false,
  premia: false,
}

const assets = demoAssets.filter(({ inDefaultUniverse }) => inDefaultUniverse).map(({ ticker }) => ticker)

const manifest = {
  calendar: "nyse",
  periods_per_year: 252,
  sectors: {},
  default_universe: assets,
  symbols: assets.map((ticker) => ({ ticker })),
} as unknown as SnapshotManifest // as far as a study reads it

/** 50 cells: five looks back, five pairs of averages, two channels. */
const fiftyCells: Vary = {
  "strategies.trend.momentum_lookback": [21, 63, 126, 252, 504],
  "strategies.trend.sma_long": [75, 100, 150, 200, 300],
  "strategies.trend.breakout_period": [63, 252],
}

/** What `data/prices` gives in the market of a seed. */
export function pricesOf(seed: number, switches: Partial<DemoSwitches> = nothing): Values {
  const { bars } = generateDemoMarket({ seed, tickers: assets, switches })
  const sessions = Int32Array.from(new Set(bars.session)).sort()
  const first = formatIsoDate(sessions[0]!)
  return {
    ...barsToPanels(bars, sessions, assets),
    listing_table: Object.fromEntries(assets.map((asset) => [asset, { first, delisted: null }])),
  }
}

const free = { "costs.spread_bps": 0, "costs.slippage_bps": 0 }

/** The files of the trend study without costs. */
function filesOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, Source<unknown>>> {
  const { config } = Effect.runSync(resolveConfig("null", study, trend.config, { ...free, ...values }))
  return study.files(config, manifest, studyContext)
}

const graphOf = (files: ReturnType<typeof filesOf>, file: string): PreparedGraph =>
  Effect.runSync(prepare({ [file]: files[file]! }))

const significanceGraph = graphOf(filesOf({}), "significance.json")

/** How sure a trend study without costs is of its Sharpe ratio. */
export function significanceOf(prices: Values): Significance {
  const values = evaluate(significanceGraph, new Map([["data/prices", prices]]))
  return values.get("metrics/significance")!["output"] as Significance
}

const cells = gridOf(fiftyCells).map((values) => ({
  name: cellName(values),
  graph: graphOf(filesOf(values), "metrics.json"),
}))
const merged = mergeGraphs(Object.fromEntries(cells.map(({ name, graph }) => [name, graph])))
const choice = Effect.runSync(
  choiceGraph(
    cells.map(({ name, graph }) => ({
      name,
      metrics: graph.targets["metrics.json"]!.node,
      mergedOf: merged.nodes[name]!,
    })),
  ),
)!

/** What choosing the best of the fifty cells is worth. */
export const overfittingOf = (prices: Values): OverfittingSheet =>
  evaluate(choice, new Map([["data/prices", prices]])).get("metrics/overfitting")![
    "output"
  ] as OverfittingSheet

export const seeds = (count: number, from = 1): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, i) => from + i)

/** How many are told as skill with more than 95 %. */
export const alarms = (probabilities: ReadonlyArray<number>): number =>
  probabilities.filter((probability) => probability > 0.95).length

/** 5 % of so many, give or take some standard errors of that share. */
export const mostAlarms = (count: number, errors = 2): number =>
  Math.floor(0.05 * count + errors * spread(count))
export const fewestAlarms = (count: number, errors = 2): number =>
  Math.ceil(0.05 * count - errors * spread(count))

const spread = (count: number): number => Math.sqrt(0.05 * 0.95 * count)
