import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import type { Bars } from "./Bars.ts"
import { barsToPanels } from "./barsToPanels.ts"
import { listingTableOf, listingTableType } from "./listingTable.ts"
import { requireAssets } from "./requireAssets.ts"
import { NotASession } from "./errors.ts"
import { type CalendarName, IsoDate, type SnapshotManifest } from "./SnapshotManifest.ts"
import { SnapshotStore } from "./SnapshotStore.ts"
import { sessionsOf, yearOf, yearStates, yearsUpTo } from "./snapshotYears.ts"

const distinct = Schema.makeFilter(
  (assets: ReadonlyArray<string>) => new Set(assets).size === assets.length || "each asset once",
)

/**
 * Daily bars of a snapshot as panels on the sessions of its calendar. NaN = no bar (or no such price in it).
 *
 * Prices are as traded, in the snapshot's currency; `dividend` is per share before that day's split, on the ex-date;
 * `split_ratio` is new shares per old; `adj_close` is the source's own and only a check. `open`, `dividend` and
 * `split_ratio` are known at the open, the others at the close. Assets stand in the order of the request, by default the
 * snapshot's default universe. The snapshot's content hash enters the key; files are checked as they are read, and only
 * those of years that changed are read again.
 */
export const Prices = Node.define({
  name: "data/prices",
  title: "daily bars of a snapshot: prices as traded, volume in shares, dividends, splits",
  config: Schema.Struct({
    snapshot: Schema.NonEmptyString.annotate({ description: "name of a snapshot (sage snapshot ls)" }),
    assets: Schema.optionalKey(
      Schema.NonEmptyArray(Schema.String)
        .check(distinct)
        .annotate({ description: "assets in this order; by default the snapshot's default universe" }),
    ),
    calendar: Schema.optionalKey(
      Schema.Literals(["nyse", "always"]).annotate({
        description: "whose sessions; by default the snapshot's calendar. A bar on another day is refused",
      }),
    ),
    end: Schema.optionalKey(
      IsoDate.annotate({ description: "last session that is read; by default the snapshot's last" }),
    ),
  }),
  inputs: {},
  outputs: {
    open: Node.knownAt("open", Panel.type),
    high: Node.knownAt("close", Panel.type),
    low: Node.knownAt("close", Panel.type),
    close: Node.knownAt("close", Panel.type),
    volume: Node.knownAt("close", Panel.type),
    dividend: Node.knownAt("open", Panel.type),
    split_ratio: Node.knownAt("open", Panel.type),
    adj_close: Node.knownAt("close", Panel.type),
    listing_table: listingTableType,
  },
  reach: () => Reach.point,
  scope: "each",
  external: ({ snapshot, assets, calendar, end }) =>
    Effect.gen(function* () {
      const manifest = onCalendar(yield* (yield* SnapshotStore).manifest(snapshot), calendar)
      const wanted = assets ?? manifest.default_universe
      return { state: manifest.content_hash, parts: yearStates(manifest, wanted, lastDay(end)) }
    }),
  partOf: yearOf,
  run: (_, { snapshot, assets, calendar, end }, { parts }) =>
    Effect.gen(function* () {
      const store = yield* SnapshotStore
      const manifest = onCalendar(yield* store.manifest(snapshot), calendar)
      const wanted = yield* requireAssets(manifest, assets ?? manifest.default_universe)
      const last = lastDay(end)
      const years = yearsUpTo(manifest, last).filter((year) => parts === undefined || parts.has(String(year)))
      const sessions = yield* sessionsOf(store, manifest, years, last)
      const bars = yield* store.readBars(snapshot, { assets: wanted, years })
      if (calendar !== undefined) yield* refuseOtherDays(bars, manifest, last)
      return { ...barsToPanels(bars, sessions, wanted), listing_table: listingTableOf(manifest, wanted) }
    }),
})

const lastDay = (end: string | undefined): number => (end === undefined ? Infinity : parseIsoDate(end)!)

const onCalendar = (manifest: SnapshotManifest, calendar: CalendarName | undefined): SnapshotManifest =>
  calendar === undefined ? manifest : Object.assign({}, manifest, { calendar })

/** A bar on a day that the calendar does not have would vanish without a word. */
function refuseOtherDays(
  bars: Pick<Bars, "tickers" | "ticker" | "session">,
  { name, calendar }: SnapshotManifest,
  last: number,
): Effect.Effect<void, NotASession> {
  if (calendar === "union") return Effect.void
  const { isSession } = ExchangeCalendar.byName(calendar)
  const row = bars.session.findIndex((day) => day <= last && !isSession(day))
  if (row < 0) return Effect.void
  return Effect.fail(
    new NotASession({
      snapshot: name,
      calendar,
      asset: bars.tickers[bars.ticker[row]!]!,
      date: formatIsoDate(bars.session[row]!),
    }),
  )
}
