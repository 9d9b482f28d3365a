/** Which assets of a snapshot are known to stop trading, and when. Others are not named: one that is new changes nothing. */
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { IsoDate, type SnapshotManifest } from "./SnapshotManifest.ts"

export const ListingTable = Schema.Record(
  Schema.String,
  Schema.Struct({
    first: IsoDate.annotate({ description: "first session with a row" }),
    delisted: Schema.NullOr(IsoDate).annotate({ description: "from this date on there is no trading" }),
  }),
)
export type ListingTable = typeof ListingTable.Type

export const listingTableType = Document.of("listing-table", ListingTable)

export const listingTableOf = (manifest: SnapshotManifest, assets: ReadonlyArray<string>): ListingTable => {
  const symbols = new Map(manifest.symbols.map((symbol) => [symbol.ticker, symbol]))
  return Object.fromEntries(
    assets.flatMap((asset) => {
      const { first_session: first, delisted } = symbols.get(asset)!
      return delisted === undefined ? [] : [[asset, { first, delisted }]]
    }),
  )
}

/** Epoch day from which an asset is known not to trade; NaN where nothing is known. */
export function endsOf(table: ListingTable, assets: ReadonlyArray<string>): Float64Array {
  return Float64Array.from(assets, (asset) => {
    const delisted = Object.hasOwn(table, asset) ? table[asset]!.delisted : null
    return delisted === null ? NaN : parseIsoDate(delisted)!
  })
}
