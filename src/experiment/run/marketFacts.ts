/** What a study is told of its market: the manifest of its snapshot, or of live prices what can be known before they come. */
import * as Effect from "effect/Effect"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { LiveRequestError } from "../../pipeline/data/live/errors.ts"
import type { MarketFacts } from "../../pipeline/data/MarketFacts.ts"
import type { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"
import type { LiveWish } from "../Study.ts"

/**
 * The snapshot of the study says what its config leaves open: universe, calendar, sectors, rates, membership. A generated one cannot: its
 * assets exist nowhere, and a source may have others of the same name.
 */
export const liveFacts = (wish: LiveWish, snapshot: string | undefined) =>
  Effect.gen(function* () {
    const base = snapshot === undefined ? undefined : yield* manifestOf(snapshot, wish)
    if (base?.kind === "synthetic") yield* refuseSynthetic(base, wish)
    const universe = wish.universe ?? base?.default_universe
    if (universe === undefined) {
      const problem = "Live prices need to know of which symbols"
      return yield* new LiveRequestError({ problem, remedy: 'Add --set data.universe=\'["SPY","TLT"]\'.' })
    }
    const known = base?.kind === "synthetic" ? undefined : base
    const calendar = wish.calendar ?? known?.calendar ?? "nyse"
    if (calendar === "union") {
      const problem = `The snapshot ${base!.name} follows no exchange, so nobody knows the sessions of live prices`
      return yield* new LiveRequestError({ problem, remedy: "Add --set data.calendar=nyse or always." })
    }
    return {
      name: `live prices (${wish.source})`,
      calendar,
      periods_per_year: ExchangeCalendar.byName(calendar).periodsPerYear,
      default_universe: universe,
      sectors: known?.sectors ?? {},
      ...(known?.assets === undefined ? {} : { assets: known.assets }),
      ...(known?.membership === undefined ? {} : { membership: known.membership }),
    } satisfies MarketFacts
  })

/** Undefined where there is none and none is needed. */
const manifestOf = (snapshot: string, { universe }: LiveWish) =>
  SnapshotStore.use((store) => store.manifest(snapshot)).pipe(
    Effect.catchTag("SnapshotNotFound", (missing) =>
      universe === undefined ? Effect.fail(missing) : Effect.succeed(undefined),
    ),
  )

function refuseSynthetic(
  { name, symbols, default_universe }: SnapshotManifest,
  { universe }: LiveWish,
): Effect.Effect<void, LiveRequestError> {
  const invented = new Set(symbols.map(({ ticker }) => ticker))
  const wanted = (universe ?? default_universe).filter((asset) => invented.has(asset))
  if (wanted.length === 0) return Effect.void
  return Effect.fail(
    new LiveRequestError({
      problem: `${wanted.join(", ")} are assets of the generated snapshot ${name}: nobody has live prices of them, though a source may have other things of the same names`,
      remedy: 'Name real symbols (--set data.universe=\'["SPY","TLT"]\') or leave out --mode live.',
    }),
  )
}
