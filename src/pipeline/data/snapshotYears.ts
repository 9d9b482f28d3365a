/** A snapshot year by year: which sessions a year has, and what must be equal for its rows to be equal. */
import * as Effect from "effect/Effect"
import { hashOf } from "../../dag/canonical.ts"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import { civilDateOf, epochDayOf, parseIsoDate } from "../../kernel/civilDate.ts"
import type { SnapshotManifest } from "./SnapshotManifest.ts"
import type { SnapshotStore } from "./SnapshotStore.ts"

export const yearOf = (session: number): string => String(civilDateOf(session).year)

/** @param last last session that is read, an epoch day */
export function yearsUpTo(manifest: SnapshotManifest, last: number): ReadonlyArray<number> {
  const [first, end] = spanOf(manifest, last)
  const from = civilDateOf(first).year
  const count = end < first ? 0 : civilDateOf(end).year - from + 1
  return Array.from({ length: count }, (_, i) => from + i)
}

/**
 * State of each year: hashes of its columns, its first and last day, and which of the assets may have a row in it.
 * An asset that is new leaves the years before it as they were.
 */
export function yearStates(
  manifest: SnapshotManifest,
  assets: ReadonlyArray<string>,
  last: number,
): Readonly<Record<string, string>> {
  const files = new Map(manifest.files.map(({ year, columns }) => [year, columns]))
  const wanted = new Set(assets)
  const spans = manifest.symbols
    .filter(({ ticker }) => wanted.has(ticker))
    .map(({ ticker, first_session, last_session }) => ({
      ticker,
      first: Number(first_session.slice(0, 4)),
      last: Number(last_session.slice(0, 4)),
    }))
  return Object.fromEntries(
    yearsUpTo(manifest, last).map((year) => {
      const present = spans
        .filter((span) => span.first <= year && year <= span.last)
        .map(({ ticker }) => ticker)
      return [String(year), hashOf([files.get(year) ?? null, daysOf(manifest, last, year), present])]
    }),
  )
}

/** Sessions of some years, up to the last that is read. */
export const sessionsOf = (
  store: SnapshotStore["Service"],
  manifest: SnapshotManifest,
  years: ReadonlyArray<number>,
  last: number,
) =>
  Effect.gen(function* () {
    if (manifest.calendar === "union") {
      // whichever days the snapshot has, of all its assets
      const { session } = yield* store.readBars(manifest.name, { columns: [], years })
      return Int32Array.from(new Set(session)).filter((day) => day <= last)
    }
    const exchange = ExchangeCalendar.byName(manifest.calendar)
    const sessions = years.map((year) =>
      ExchangeCalendar.sessionsBetween(exchange, ...daysOf(manifest, last, year)),
    )
    return Int32Array.from(sessions.flatMap((some) => [...some]))
  })

/** First and last day of a year that can be read, as epoch days. */
function daysOf(
  manifest: SnapshotManifest,
  last: number,
  year: number,
): readonly [first: number, last: number] {
  const [first, end] = spanOf(manifest, last)
  return [Math.max(first, epochDayOf(year, 1, 1)), Math.min(end, epochDayOf(year, 12, 31))]
}

const spanOf = (
  { first_session, last_session }: SnapshotManifest,
  last: number,
): readonly [first: number, last: number] => [
  parseIsoDate(first_session)!,
  Math.min(last, parseIsoDate(last_session)!),
]
