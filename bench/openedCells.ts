/** Cells of the grid of moving averages, opened as full studies that nothing has computed before. */
import * as Effect from "effect/Effect"
import experiment from "../experiments/moving-averages.ts"
import { study } from "../dags/study.ts"
import { type PreparedGraph, prepare } from "../src/dag/Prepared.ts"
import type { Panel } from "../src/domain/Panel.ts"
import type * as Series from "../src/domain/Series.ts"
import { resolveConfig } from "../src/experiment/resolveConfig.ts"
import type { SnapshotManifest } from "../src/pipeline/data/SnapshotManifest.ts"
import type { GridCells } from "../src/pipeline/metrics/grid.ts"
import type { Summary } from "../src/pipeline/metrics/summary.ts"
import { evaluate } from "../test/support/evaluate.ts"
import { studyContext } from "../test/support/studyContext.ts"
import { pricesOf } from "./walks.ts"

/** Largest difference between a cell and its study, over every return and figure. */
export function differenceOf(
  closes: Panel,
  grid: Series.Series,
  { name, n, figures }: GridCells[number],
): number {
  const graph = studyOf(name, closes.assets)
  const values = evaluate(graph, new Map([["data/prices", pricesOf(closes)]]))
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

function studyOf(pair: string, assets: ReadonlyArray<string>): PreparedGraph {
  const [sma_short, sma_long] = pair.split("/").map(Number)
  const { grid: _grid, ...common } = experiment.config
  const strategies = { crossover: { ...common.strategies["crossover"], sma_short, sma_long } }
  const written = { ...common, data: { universe: [...assets] }, strategies }
  const { config } = Effect.runSync(resolveConfig("bench", study, written, {}))
  const manifest = {
    calendar: "nyse",
    periods_per_year: 252,
    sectors: {},
    default_universe: assets,
    symbols: [],
  }
  const files = study.files(config, manifest as unknown as SnapshotManifest, studyContext)
  return Effect.runSync(prepare({ metrics: files["metrics.json"]! }))
}
