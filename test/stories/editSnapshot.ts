/** Another snapshot made of one that is there: a day appended, a cell revised. */
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type { Bars } from "../../src/pipeline/data/Bars.ts"
import type { SnapshotManifest, SnapshotMeta } from "../../src/pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { servicesIn } from "../io/services.ts"

/** Writes the bars of `from`, edited, as the snapshot `to` of the same project. */
export const editSnapshot = (
  root: string,
  from: string,
  to: string,
  edit: (bars: Bars) => Bars,
): Promise<SnapshotManifest> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const store = yield* SnapshotStore
      const manifest = yield* store.manifest(from)
      const bars = edit(yield* store.readBars(from))
      return yield* store.write(to, bars, metaOf(manifest))
    }).pipe(Effect.provide(servicesIn(join(root, "snapshots")))),
  )

function metaOf({ symbols, ...manifest }: SnapshotManifest): SnapshotMeta {
  const delisted = symbols.flatMap(
    ({ ticker, delisted: on }): ReadonlyArray<[string, string]> => (on === undefined ? [] : [[ticker, on]]),
  )
  return { ...manifest, delisted: Object.fromEntries(delisted) }
}

/** The last day's bars once more, on a later day. */
export function appendDay(bars: Bars, session: number): Bars {
  const last = bars.session.at(-1)!
  const from = bars.session.indexOf(last)
  return {
    tickers: bars.tickers,
    ticker: grown(bars.ticker, from),
    session: Int32Array.from(grown(bars.session, from), (day, row) =>
      row < bars.session.length ? day : session,
    ),
    open: grown(bars.open, from),
    high: grown(bars.high, from),
    low: grown(bars.low, from),
    close: grown(bars.close, from),
    volume: grown(bars.volume, from),
    dividend: grown(bars.dividend, from).fill(0, bars.session.length),
    splitRatio: grown(bars.splitRatio, from).fill(1, bars.session.length),
    adjClose: grown(bars.adjClose, from),
  }
}

/** The column with its rows from `from` on once more at the end. */
function grown<A extends Int32Array | Float64Array>(column: A, from: number): A {
  const tail = column.subarray(from)
  const longer = new (column.constructor as new (length: number) => A)(column.length + tail.length)
  longer.set(column)
  longer.set(tail, column.length)
  return longer
}

/** The close of one asset on one day, a thousandth higher. */
export function reviseClose(bars: Bars, ticker: string, session: number): Bars {
  const asset = bars.tickers.indexOf(ticker)
  const row = bars.session.findIndex((day, at) => day === session && bars.ticker[at] === asset)
  const revise = (column: Float64Array): Float64Array =>
    column.map((value, at) => (at === row ? value * 1.001 : value))
  return { ...bars, close: revise(bars.close), high: revise(bars.high) }
}
