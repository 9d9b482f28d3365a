/**
 * The logical content of bars, in parts of one year: what the content hash of a snapshot is made of.
 *
 * A column of a year is hashed from its values alone (little-endian, one bit pattern for every NaN), so that one changed
 * year changes one part, and any container that gives the same values gives the same hash.
 */
import { hashBytes, hashOf } from "../../dag/canonical.ts"
import { civilDateOf } from "../../kernel/civilDate.ts"
import { type Bars, columns, rows } from "./Bars.ts"
import { type SnapshotManifest, schemaVersion } from "./SnapshotManifest.ts"

export interface YearRange {
  readonly year: number
  readonly from: number
  readonly to: number
}

/** Rows of each year; bars are sorted by session. */
export function yearsOf(bars: Bars): ReadonlyArray<YearRange> {
  const years: Array<{ year: number; from: number; to: number }> = []
  let last = NaN
  for (let row = 0; row < rows(bars); row++) {
    const session = bars.session[row]!
    const open = years[years.length - 1]
    const year = session === last ? open!.year : civilDateOf(session).year
    last = session
    if (open !== undefined && open.year === year) open.to = row + 1
    else years.push({ year, from: row, to: row + 1 })
  }
  return years
}

/** SHA-256 of each column over the rows of one year. */
export function columnHashes(bars: Bars, { from, to }: YearRange): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {
    date: hashBytes(bytesOf(bars.session.subarray(from, to))),
    ticker: tickerHash(bars, from, to),
  }
  for (const [name, field] of Object.entries(columns)) {
    hashes[name] = hashBytes(bytesOf(canonicalDoubles(bars[field].subarray(from, to))))
  }
  return hashes
}

/** Independent of tickers that do not occur in the rows. */
function tickerHash(bars: Bars, from: number, to: number): string {
  const present = new Uint8Array(bars.tickers.length)
  for (let row = from; row < to; row++) present[bars.ticker[row]!] = 1
  const names: Array<string> = []
  const local = Int32Array.from(bars.tickers, (ticker, i) => (present[i] === 1 ? names.push(ticker) - 1 : -1))
  const index = new Int32Array(to - from)
  for (let row = from; row < to; row++) index[row - from] = local[bars.ticker[row]!]!
  return hashOf([names, hashBytes(bytesOf(index))])
}

/** The values themselves where all are known, else a copy with one bit pattern for every NaN. */
function canonicalDoubles(values: Float64Array): Float64Array {
  let first = 0
  while (first < values.length && !Number.isNaN(values[first]!)) first++
  if (first === values.length) return values
  const copy = values.slice()
  for (let i = first; i < copy.length; i++) if (Number.isNaN(copy[i]!)) copy[i] = NaN
  return copy
}

const bytesOf = (array: Int32Array | Float64Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** Everything of a manifest that numbers can depend on; not its name, origin, dates of retrieval or containers. */
export function contentHash(manifest: Omit<SnapshotManifest, "content_hash">): string {
  return hashOf({
    schema_version: schemaVersion,
    adjustment: manifest.adjustment,
    dividend_source: manifest.dividend_source,
    currency: manifest.currency,
    calendar: manifest.calendar,
    periods_per_year: manifest.periods_per_year,
    first_session: manifest.first_session,
    last_session: manifest.last_session,
    symbols: manifest.symbols,
    default_universe: manifest.default_universe,
    sectors: manifest.sectors,
    assets: manifest.assets, // absent counts for nothing
    membership: manifest.membership,
    years: manifest.files.map(({ year, rows, columns }) => [year, rows, columns]),
  })
}
