/**
 * A thousand pairs of moving averages on 20 assets over 33 years: the grid, the figures of its cells, the probability of overfitting;
 * then random cells opened as full studies, which nothing has computed before, and held against their cells.
 *
 *   npm run bench -- movingAverages [OPENED]
 *
 * One thread, one process, no warm-up. Memory is the most that the process ever held; of that the sources, which are compiled as they are
 * loaded, take a part, which is shown.
 */
import * as Effect from "effect/Effect"
import experiment from "../experiments/moving-averages.ts"
import { study } from "../dags/study.ts"
import { type PreparedGraph, prepare } from "../src/dag/Prepared.ts"
import * as Stream from "../src/dag/Stream.ts"
import type * as Series from "../src/domain/Series.ts"
import { resolveConfig } from "../src/experiment/resolveConfig.ts"
import { Listing, Returns, TotalReturnIndex } from "../src/pipeline/data/index.ts"
import type { SnapshotManifest } from "../src/pipeline/data/SnapshotManifest.ts"
import { CrossoverGrid } from "../src/pipeline/execution/index.ts"
import type { GridCells } from "../src/pipeline/metrics/grid.ts"
import { MetricsGrid } from "../src/pipeline/metrics/index.ts"
import type { OverfittingSheet } from "../src/pipeline/metrics/overfitting.ts"
import type { Summary } from "../src/pipeline/metrics/summary.ts"
import { runDefinition } from "../test/laws/runDefinition.ts"
import { evaluate } from "../test/support/evaluate.ts"
import { studyContext } from "../test/support/studyContext.ts"
import { pricesOf, randomWalks } from "./walks.ts"

const opened = Number(process.argv[2] ?? "20")
const closes = randomWalks(8313, 20)
const prices = pricesOf(closes)
const { grid: windows, ...common } = experiment.config

const { close, dividend, split_ratio, listing_table } = prices
const listing = runDefinition(Listing, {}, { close, listing_table })["state"]
const listed = { close, dividend, split_ratio, listing }
const market = {
  index: runDefinition(TotalReturnIndex, {}, listed)["output"],
  close_to_close: runDefinition(Returns, {}, listed)["close_to_close"],
  listing,
}

console.log(`before: ${heldMb()} MB`)
const grid = measured("the grid", () => {
  const config = {
    short_sessions: windows.sma_short,
    long_sessions: windows.sma_long,
    spread_bps: 2,
    slippage_bps: 2,
  }
  return runDefinition(CrossoverGrid, config, market)["output"] as Series.Series
})
const { cells, overfitting } = measured("figures of its cells, and their overfitting", () =>
  runDefinition(MetricsGrid, {}, { grid }),
) as { readonly cells: GridCells; readonly overfitting: OverfittingSheet }
console.log(
  `${cells.length} pairs × ${closes.assets.length} assets × ${closes.calendar.sessions.length} sessions; probability of overfitting ${overfitting.probability?.toFixed(3)}, best ${overfitting.best?.name}`,
)

const source = Stream.column(1, "cells", "opened")
let largest = 0
measured(`${opened} cells as full studies`, () => {
  for (let i = 0; i < opened; i++)
    largest = Math.max(largest, differenceOf(cells[Math.floor(source.unit(i) * cells.length)]!))
})
console.log(`largest difference of a return or a figure: ${largest.toExponential(1)}`)
if (!(largest <= 1e-12)) process.exit(1)

/** Between a cell and its study: over every return and figure. */
function differenceOf({ name, n, figures }: GridCells[number]): number {
  const graph = studyOf(name)
  const values = evaluate(graph, new Map([["data/prices", prices]]))
  const net = values.get("costs/net-returns")!["output"] as Series.Series
  const summary = values.get("metrics/summary")!["output"] as Summary
  if (summary.n !== n) return Infinity
  const [column, ofNet] = [grid.assets.indexOf(name), net.assets.indexOf("net")]
  let most = 0
  for (let t = 0; t < net.calendar.sessions.length; t++) {
    const cell = grid.values[t * grid.assets.length + column]!
    if (!Number.isNaN(cell))
      most = Math.max(most, Math.abs(cell - net.values[t * net.assets.length + ofNet]!))
  }
  for (const [metric, value] of Object.entries(figures))
    most = Math.max(most, Math.abs(value! - summary.net[metric]!))
  return most
}

function studyOf(pair: string): PreparedGraph {
  const [sma_short, sma_long] = pair.split("/").map(Number)
  const strategies = { crossover: { ...common.strategies["crossover"], sma_short, sma_long } }
  const written = { ...common, data: { universe: [...closes.assets] }, strategies }
  const { config } = Effect.runSync(resolveConfig("bench", study, written, {}))
  const manifest = {
    calendar: "nyse",
    periods_per_year: 252,
    sectors: {},
    default_universe: closes.assets,
    symbols: [],
  }
  const files = study.files(config, manifest as unknown as SnapshotManifest, studyContext)
  return Effect.runSync(prepare({ metrics: files["metrics.json"]! }))
}

function measured<A>(what: string, work: () => A): A {
  const before = process.cpuUsage()
  const answer = work()
  const { user, system } = process.cpuUsage(before)
  console.log(`${what}: ${((user + system) / 1e6).toFixed(2)} s CPU, at most ${heldMb()} MB so far`)
  return answer
}

/** The most so far. */
function heldMb(): string {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0)
}
