/** Snapshots that live in memory: random markets by name, as far as `data/prices` reads them. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { type Bars, columns } from "../../src/pipeline/data/Bars.ts"
import { describeSnapshot, yearParts } from "../../src/pipeline/data/describeSnapshot.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import type { RandomMarket } from "./randomMarket.ts"

/** @param markets each with at least one bar, by the name of its snapshot */
export function memorySnapshots(markets: Readonly<Record<string, RandomMarket>>): Layer.Layer<SnapshotStore> {
  const unused = () => Effect.die("a study only reads its snapshot")
  return Layer.succeed(
    SnapshotStore,
    SnapshotStore.of({
      manifest: (name) => Effect.succeed(manifestOf(name, markets[name]!)),
      readBars: (name, { assets, years } = {}) =>
        Effect.succeed(
          barsOf(markets[name]!, assets ?? markets[name]!.assets, (session) =>
            years === undefined ? true : years.includes(Number(session.slice(0, 4))),
          ),
        ),
      sessions: unused,
      write: unused,
      writeVersion: unused,
      list: Effect.succeed(Object.keys(markets)),
      verify: unused,
      remove: unused,
    }),
  )
}

/** As the store would describe the bars, but that sessions without any bar at the ends belong to it too. */
function manifestOf(name: string, market: RandomMarket): SnapshotManifest {
  const { calendar, sessions, assets, delisted } = market
  const bars = barsOf(market, assets, () => true)
  const files = yearParts(bars).map((part) => ({ ...part, sha256: "", bytes: 0 }))
  const meta = {
    kind: "imported",
    source: "a test",
    adjustment: "raw",
    dividend_source: "stated",
    currency: "USD",
    calendar,
    periods_per_year: calendar === "nyse" ? 252 : 365,
    default_universe: assets,
    delisted,
  } as const
  const span = { first_session: sessions[0]!, last_session: sessions.at(-1)! }
  return Object.assign({}, describeSnapshot(name, bars, meta, files), span)
}

function barsOf(
  market: RandomMarket,
  assets: ReadonlyArray<string>,
  isWanted: (session: string) => boolean,
): Bars {
  const tickers = [...assets].sort()
  const rows = market.sessions.flatMap((session, t) =>
    isWanted(session)
      ? tickers.flatMap((ticker, i) => {
          const bar = market.bars[ticker]![t]
          return bar ? [{ ...bar, adjClose: bar.close, ticker: i, session: parseIsoDate(session)! }] : []
        })
      : [],
  )
  const column = (name: (typeof columns)[keyof typeof columns]) => Float64Array.from(rows, (row) => row[name])
  return {
    tickers,
    ticker: Int32Array.from(rows, ({ ticker }) => ticker),
    session: Int32Array.from(rows, ({ session }) => session),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
    dividend: column("dividend"),
    splitRatio: column("splitRatio"),
    adjClose: column("adjClose"),
  }
}
