/** `sage snapshot demo`: the synthetic market of a seed as a snapshot, the same bytes on every machine. */
import * as Effect from "effect/Effect"
import { formatIsoDate } from "../kernel/civilDate.ts"
import {
  type DemoMarket,
  type DemoOptions,
  type DemoTruth,
  demoRegimes,
} from "../pipeline/data/demo/DemoMarket.ts"
import { demoAssets } from "../pipeline/data/demo/demoAssets.ts"
import { generateDemoMarket } from "../pipeline/data/demo/generateDemoMarket.ts"
import { shippedSeed } from "../pipeline/data/demo/shippedSeed.ts"
import { ParquetEncoder, type ParquetTable } from "../pipeline/data/ParquetEncoder.ts"
import type { SnapshotMeta } from "../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"

/** Beside the bars: what only the maker knows. Evaluation may read it; no node does. */
const truthFile = "truth.parquet"

export const makeDemoSnapshot = Effect.fn("makeDemoSnapshot")(function* (
  name = "demo",
  options: Partial<DemoOptions> = {},
) {
  const market = generateDemoMarket({ seed: shippedSeed, ...options })
  const truth = yield* (yield* ParquetEncoder).encode(truthTable(market.truth))
  const store = yield* SnapshotStore
  return yield* store.write(name, market.bars, metaOf(market), [{ path: truthFile, bytes: truth }])
})

function metaOf({ bars, listing, options }: DemoMarket): SnapshotMeta {
  const present = demoAssets.filter(({ ticker }) => bars.tickers.includes(ticker))
  const delisted = listing.flatMap(
    ({ ticker, delisted }): ReadonlyArray<[string, string]> =>
      delisted === null ? [] : [[ticker, formatIsoDate(delisted)]],
  )
  return {
    kind: "synthetic",
    source: "sage snapshot demo",
    generator: { seed: options.seed, switches: { ...options.switches } },
    adjustment: "raw",
    dividend_source: "stated",
    currency: "USD",
    calendar: "nyse",
    periods_per_year: 252,
    default_universe: present.filter((asset) => asset.inDefaultUniverse).map(({ ticker }) => ticker),
    sectors: Object.fromEntries(present.map(({ ticker, sector }) => [ticker, sector])),
    delisted: Object.fromEntries(delisted),
  }
}

/** One row a session and ticker for which there is a truth. */
function truthTable({ session, regime, tickers, volatilityPerDay, driftPerDay }: DemoTruth): ParquetTable {
  const cells = Array.from(volatilityPerDay.keys()).filter((cell) => !Number.isNaN(volatilityPerDay[cell]!))
  const width = tickers.length
  const rowOf = (cell: number) => Math.floor(cell / width)
  return {
    columns: [
      { name: "date", type: "date", values: Int32Array.from(cells, (cell) => session[rowOf(cell)]!) },
      { name: "ticker", type: "string", values: cells.map((cell) => tickers[cell % width]!) },
      { name: "regime", type: "string", values: cells.map((cell) => demoRegimes[regime[rowOf(cell)]!]!) },
      {
        name: "volatility_per_day",
        type: "double",
        values: Float64Array.from(cells, (cell) => volatilityPerDay[cell]!),
      },
      {
        name: "drift_per_day",
        type: "double",
        values: Float64Array.from(cells, (cell) => driftPerDay[cell]!),
      },
    ],
  }
}
