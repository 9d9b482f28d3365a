/** The rows of one asset in order of session, as columns, and what is known around them. */
import type { ColumnName } from "../Bars.ts"
import type { ImportRows } from "../import/ImportRows.ts"
import type { Adjustment, CalendarName } from "../SnapshotManifest.ts"

export interface AssetRows {
  readonly asset: string
  /** index of each row in the import, shape (n); rows of one session stand in the order of the files */
  readonly at: Int32Array
  readonly session: Int32Array
  /** shape (n) each; NaN = not known */
  readonly columns: Readonly<Record<ColumnName, Float64Array>>
  /** the column that is the price: close, or the adjusted close where a source has no other */
  readonly price: "close" | "adj_close"
}

export interface Surroundings {
  readonly calendar: CalendarName
  /** is this epoch day a session? always true for `union` */
  readonly isSession: (epochDay: number) => boolean
  /** sessions strictly between two days; 0 for `union`, which knows of none */
  readonly sessionsBetween: (from: number, to: number) => ReadonlyArray<number>
  /** can the calendar speak of this day at all? */
  readonly supports: (epochDay: number) => boolean
  /** epoch day of the import; rows after it are of the future */
  readonly today: number
  readonly adjustment: Adjustment
  /** columns that some file has */
  readonly given: ReadonlySet<ColumnName>
  /** first and last session of all assets together */
  readonly first: number
  readonly last: number
}

/** @param at indices of the asset's rows, in order of session */
export function assetRows(
  rows: ImportRows,
  asset: string,
  at: Int32Array,
  price: AssetRows["price"],
): AssetRows {
  const pick = (name: ColumnName): Float64Array => {
    const column = rows.columns[name]
    const out = new Float64Array(at.length)
    for (let i = 0; i < at.length; i++) out[i] = column[at[i]!]!
    return out
  }
  const session = new Int32Array(at.length)
  for (let i = 0; i < at.length; i++) session[i] = rows.session[at[i]!]!
  return {
    asset,
    at,
    session,
    price,
    columns: {
      open: pick("open"),
      high: pick("high"),
      low: pick("low"),
      close: pick("close"),
      volume: pick("volume"),
      dividend: pick("dividend"),
      split_ratio: pick("split_ratio"),
      adj_close: pick("adj_close"),
    },
  }
}

export const priceOf = ({ columns, price }: AssetRows): Float64Array => columns[price]

/** Whether a row says that something happened beside its prices. */
export const hasAction = ({ columns }: AssetRows, i: number): boolean =>
  columns.dividend[i]! > 0 || (columns.split_ratio[i]! > 0 && columns.split_ratio[i] !== 1)

export const priceFields = ["open", "high", "low", "close", "adj_close"] as const
