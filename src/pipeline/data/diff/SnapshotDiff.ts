/** How two snapshots differ: what was appended, put in, taken out, multiplied, revised. Dates are ISO; `before` is exclusive. */
import type { ColumnName } from "../Bars.ts"

export interface RowSpan {
  readonly rows: number
  readonly first: string
  readonly last: string
}

/** Cells that were all multiplied by one constant: a vendor's back-adjustment, a split that was re-based, another unit. */
export interface Rescaled {
  readonly columns: ReadonlyArray<ColumnName>
  /** new = old × factor, up to rounding */
  readonly factor: number
  /** first date to which it applies; null = from the asset's first shared row on */
  readonly from: string | null
  /** the date before which it applies */
  readonly before: string
  /** cells that changed by it */
  readonly cells: number
}

export interface Revised {
  readonly column: ColumnName
  readonly cells: number
  readonly first: string
  readonly last: string
  /** |new − old| / |old|; null where no old value is known and other than 0 */
  readonly largest_relative: number | null
  /** date of the largest */
  readonly largest_on: string | null
  /** of the cells, those that were not known before, and those that no longer are */
  readonly became_known: number
  readonly became_unknown: number
}

/** What changed of an asset that both snapshots have. */
export interface SymbolDiff {
  readonly ticker: string
  /** rows later than the older snapshot's last session */
  readonly appended: RowSpan | null
  /** other rows that only the newer one has */
  readonly inserted: RowSpan | null
  readonly removed: RowSpan | null
  readonly rescaled: ReadonlyArray<Rescaled>
  readonly revised: ReadonlyArray<Revised>
}

export interface SymbolSpan {
  readonly ticker: string
  readonly first_session: string
  readonly last_session: string
  readonly rows: number
}

export interface Side {
  readonly snapshot: string
  readonly content_hash: string
}

export interface SnapshotDiff {
  readonly a: Side
  readonly b: Side
  readonly equal: boolean
  /** facts of the manifests that count for numbers, by path */
  readonly facts: ReadonlyArray<{ readonly path: string; readonly old: unknown; readonly new: unknown }>
  readonly new_symbols: ReadonlyArray<SymbolSpan>
  readonly gone_symbols: ReadonlyArray<SymbolSpan>
  /** sessions after the last one of `a`; null when there are none */
  readonly appended: { readonly sessions: number; readonly first: string; readonly last: string } | null
  readonly inserted_rows: number
  readonly removed_rows: number
  readonly revised_cells: number
  readonly rescaled_cells: number
  /** assets with any change, by name */
  readonly symbols: ReadonlyArray<SymbolDiff>
  /** years whose values were compared, and years that their hashes tell to be equal */
  readonly years: { readonly read: ReadonlyArray<number>; readonly equal: ReadonlyArray<number> }
}

/** What a run read of a snapshot. */
export interface ReadScope {
  readonly assets: ReadonlyArray<string>
  /** last session that was read, an epoch day; Infinity = whatever the snapshot has */
  readonly last: number
  readonly columns: ReadonlyArray<ColumnName>
}
