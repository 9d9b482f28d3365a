/** What a source says otherwise than it did: earlier bars compared with later ones of the same symbols. */
import * as Schema from "effect/Schema"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { type Bars, columns, rows } from "../Bars.ts"

export const Revision = Schema.Struct({
  asset: Schema.String,
  cells: Schema.Int.annotate({ description: "values of sessions that both have, and that differ" }),
  first: Schema.String.annotate({ description: "ISO date of the first of them" }),
  fields: Schema.Array(Schema.String),
  largest_change: Schema.NullOr(Schema.Finite).annotate({
    description: "relative; null where a value came or went",
  }),
  gone: Schema.Int.annotate({ description: "sessions that are missing now" }),
  appended: Schema.Int.annotate({ description: "sessions after the last that there was" }),
})
export interface Revision extends Schema.Schema.Type<typeof Revision> {}

/** One entry a symbol of both that has changed; symbols of one alone are no revision. */
export function revisions(before: Bars, after: Bars): ReadonlyArray<Revision> {
  const old = rowsOf(before)
  const now = rowsOf(after)
  return after.tickers.flatMap((asset): ReadonlyArray<Revision> => {
    const was = old.get(asset)
    if (was === undefined) return []
    const found = compare(before, after, was, now.get(asset)!)
    return found.cells + found.gone + found.appended === 0 ? [] : [{ asset, ...found }]
  })
}

/** Row of each session, by symbol. */
function rowsOf(bars: Bars): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const maps = bars.tickers.map(() => new Map<number, number>())
  for (let row = 0; row < rows(bars); row++) maps[bars.ticker[row]!]!.set(bars.session[row]!, row)
  return new Map(bars.tickers.map((ticker, i) => [ticker, maps[i]!]))
}

function compare(
  before: Bars,
  after: Bars,
  was: ReadonlyMap<number, number>,
  now: ReadonlyMap<number, number>,
): Omit<Revision, "asset"> {
  const fields = new Set<string>()
  let cells = 0
  let gone = 0
  let first = Infinity
  let largest: number | null = 0
  for (const [session, old] of was) {
    const row = now.get(session)
    if (row === undefined) {
      gone++
      first = Math.min(first, session)
      continue
    }
    for (const [name, field] of Object.entries(columns)) {
      const [x, y] = [before[field][old]!, after[field][row]!]
      if (Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y))) continue
      cells++
      fields.add(name)
      first = Math.min(first, session)
      const change = Math.abs(y / x - 1)
      largest = largest === null || !Number.isFinite(change) ? null : Math.max(largest, change)
    }
  }
  const last = [...was.keys()].reduce((latest, session) => Math.max(latest, session), -Infinity)
  return {
    cells,
    first: Number.isFinite(first) ? formatIsoDate(first) : "",
    fields: [...fields],
    largest_change: largest,
    gone,
    appended: [...now.keys()].filter((session) => session > last).length,
  }
}

export function revisionText({
  asset,
  cells,
  first,
  fields,
  largest_change,
  gone,
  appended,
}: Revision): string {
  const parts = [
    ...(cells === 0
      ? []
      : [
          `${cells} values were revised from ${first} on (${fields.join(", ")}${largest_change === null ? "" : `, at most by ${(100 * largest_change).toPrecision(2)} %`})`,
        ]),
    ...(gone === 0 ? [] : [`${gone} sessions are gone`]),
    ...(appended === 0 ? [] : [`${appended} sessions are new`]),
  ]
  return `${asset}: ${parts.join("; ")}`
}
