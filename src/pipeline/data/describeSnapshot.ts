/** The manifest of bars: what the writer states, and what follows from the bars. */
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { sectorsOf, sortedAssets } from "./AssetTable.ts"
import { type Bars, rows } from "./Bars.ts"
import {
  type SnapshotManifest,
  type SnapshotMeta,
  type SnapshotSymbol,
  schemaVersion,
  type YearFile,
} from "./SnapshotManifest.ts"
import { columnHashes, contentHash, yearsOf } from "./snapshotContent.ts"

/** A year of a snapshot before it is written. */
export type YearPart = Omit<YearFile, "sha256" | "bytes">

export const yearParts = (bars: Bars): ReadonlyArray<YearPart> =>
  yearsOf(bars).map((range) => ({
    path: `bars-${String(range.year).padStart(4, "0")}.parquet`,
    year: range.year,
    rows: range.to - range.from,
    columns: columnHashes(bars, range),
  }))

/** @param files the parts, with their container's bytes where they are known already */
export function describeSnapshot(
  name: string,
  bars: Bars,
  meta: SnapshotMeta,
  files: ReadonlyArray<YearFile>,
): SnapshotManifest {
  const { delisted = {}, assets, ...stated } = meta
  const manifest = {
    schema_version: schemaVersion,
    name,
    ...stated,
    first_session: formatIsoDate(bars.session[0]!),
    last_session: formatIsoDate(bars.session[rows(bars) - 1]!),
    rows: rows(bars),
    has_opens: bars.open.some((open) => !Number.isNaN(open)),
    symbols: symbolsOf(bars, delisted),
    default_universe: meta.default_universe ?? bars.tickers,
    sectors: { ...sectorsOf(assets ?? {}), ...meta.sectors },
    ...(assets === undefined ? {} : { assets: sortedAssets(assets) }),
    files,
  } as const satisfies Omit<SnapshotManifest, "content_hash">
  return { ...manifest, content_hash: contentHash(manifest) }
}

function symbolsOf(bars: Bars, delisted: Readonly<Record<string, string>>): ReadonlyArray<SnapshotSymbol> {
  const first = new Int32Array(bars.tickers.length)
  const last = new Int32Array(bars.tickers.length)
  const count = new Int32Array(bars.tickers.length)
  bars.ticker.forEach((ticker, row) => {
    if (count[ticker] === 0) first[ticker] = bars.session[row]!
    last[ticker] = bars.session[row]!
    count[ticker] = count[ticker]! + 1
  })
  return bars.tickers.map((ticker, i) => ({
    ticker,
    first_session: formatIsoDate(first[i]!),
    last_session: formatIsoDate(last[i]!),
    rows: count[i]!,
    ...(Object.hasOwn(delisted, ticker) ? { delisted: delisted[ticker]! } : {}),
  }))
}
