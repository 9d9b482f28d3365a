/**
 * A thousand pairs of moving averages on 20 assets over 33 years: the grid, the figures of its cells, the probability of overfitting;
 * then random cells opened as full studies, which nothing has computed before, and held against their cells.
 *
 *   npm run bench -- movingAverages [OPENED]
 *
 * One thread, one process, no warm-up. Memory is the most that the process ever held; of that the sources, which are compiled as they are
 * loaded, take a part, which is shown.
 */
import * as Stream from "../src/dag/Stream.ts"
import type * as Series from "../src/domain/Series.ts"
import { Listing } from "../src/pipeline/data/listing.ts"
import { Returns } from "../src/pipeline/data/returns.ts"
import { TotalReturnIndex } from "../src/pipeline/data/totalReturnIndex.ts"
import { CrossoverGrid } from "../src/pipeline/execution/crossoverGrid.ts"
import { type GridCells, MetricsGrid } from "../src/pipeline/metrics/grid.ts"
import type { OverfittingSheet } from "../src/pipeline/metrics/overfitting.ts"
import { runDefinition } from "../test/laws/runDefinition.ts"
import { pricesOf, randomWalks } from "./walks.ts"

const opened = Number(process.argv[2] ?? "20")
const closes = randomWalks(8313, 20)
const prices = pricesOf(closes)
/** 5, 10, … 230: 1,035 pairs. */
const windows = Array.from({ length: 46 }, (_, i) => 5 * (i + 1))

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
    short_sessions: windows,
    long_sessions: windows,
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

const { differenceOf } = await import("./openedCells.ts") // with all of the study, which the grid does not need
const source = Stream.column(1, "cells", "opened")
let largest = 0
measured(`${opened} cells as full studies`, () => {
  for (let i = 0; i < opened; i++)
    largest = Math.max(largest, differenceOf(closes, grid, cells[Math.floor(source.unit(i) * cells.length)]!))
})
console.log(`largest difference of a return or a figure: ${largest.toExponential(1)}`)
if (!(largest <= 1e-12)) process.exit(1)

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
