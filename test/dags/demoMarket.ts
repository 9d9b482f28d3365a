/** The shipped demo snapshot, read through its store, in the shape of a market that is made up. */
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Calendar from "../../src/domain/Calendar.ts"
import type { Panel } from "../../src/domain/Panel.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { Prices } from "../../src/pipeline/data/prices.ts"
import { servicesIn } from "../io/services.ts"
import type { Values } from "../support/evaluate.ts"
import type { RandomMarket } from "./randomMarket.ts"

const snapshots = fileURLToPath(new URL("../../snapshots", import.meta.url))

export interface DemoMarket {
  readonly manifest: SnapshotManifest
  /** as `data/prices` gives them */
  readonly prices: Values
  readonly market: RandomMarket
}

export const readDemoMarket = (assets?: ReadonlyArray<string>): Promise<DemoMarket> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const manifest = yield* SnapshotStore.use((store) => store.manifest("demo"))
      const config = { snapshot: "demo", assets: assets ?? manifest.default_universe }
      const read = Prices.spec.run({}, config, { skip: 0, state: undefined, seed: 0 })
      const prices = yield* read as Effect.Effect<Values, Error, SnapshotStore>
      return { manifest, prices, market: marketOf(manifest, prices) }
    }).pipe(Effect.provide(servicesIn(snapshots))),
  )

function marketOf(manifest: SnapshotManifest, prices: Values): RandomMarket {
  const panels = prices as Readonly<Record<string, Panel>>
  const { assets, calendar } = panels["close"]!
  const at = (field: string, t: number, i: number) => panels[field]!.values[t * assets.length + i]!
  const barAt = (t: number, i: number) =>
    Number.isNaN(at("close", t, i))
      ? null
      : {
          open: at("open", t, i),
          high: at("high", t, i),
          low: at("low", t, i),
          close: at("close", t, i),
          volume: at("volume", t, i),
          dividend: at("dividend", t, i),
          splitRatio: at("split_ratio", t, i),
        }
  const sessions = Array.from(calendar.sessions, (_, t) => Calendar.isoAt(calendar, t))
  const ends = manifest.symbols.flatMap(({ ticker, delisted }) =>
    delisted === undefined || !assets.includes(ticker) ? [] : [[ticker, delisted]],
  )
  return {
    calendar: "nyse",
    sessions,
    assets,
    bars: Object.fromEntries(assets.map((asset, i) => [asset, sessions.map((_, t) => barAt(t, i))])),
    delisted: Object.fromEntries(ends),
  }
}
