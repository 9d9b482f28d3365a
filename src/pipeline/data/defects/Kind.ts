/** What a kind of defect is, what may be done about it, and how it is found in one asset's rows. */
import * as Schema from "effect/Schema"
import type { Context } from "./Context.ts"
import type { Series } from "./Series.ts"

/**
 * `refuse`: nothing is written. `drop`: the row goes, or the cell alone where the kind says so. `keep-and-flag`: the data stay
 * as they are. `repair`: what was meant is put in its place, where only one thing can have been meant.
 */
export const Policy = Schema.Literals(["refuse", "drop", "keep-and-flag", "repair"])
export type Policy = typeof Policy.Type

/** A row of the table in docs/data.md. */
export interface Kind {
  readonly kind: string
  readonly what: string
  /** the least of it that is found for certain */
  readonly smallest: string
  readonly default: Policy
  readonly allowed: ReadonlyArray<Policy>
  /** no defect, but worth knowing: told apart from the others */
  readonly information?: true
}

/** One place of a series; both ends are rows of it and included. */
export interface Finding {
  readonly from: number
  readonly to: number
  readonly detail: string
  /** epoch days, where they are not those of the rows */
  readonly days?: readonly [from: number, to: number]
  /** how large it is, in the unit of the kind's smallest size */
  readonly size?: number
  /** what `drop` makes unknown; without it `drop` takes the rows */
  readonly cells?: ReadonlyArray<CellColumn>
  /** writes what was meant; absent where it cannot be known, and the rows are then kept */
  readonly repair?: () => void
}

export type CellColumn = "open" | "high" | "low" | "close" | "volume" | "adjClose"

/** A kind that is found by reading one asset's rows in order of session. */
export interface SeriesKind extends Kind {
  readonly find: (series: Series, context: Context) => ReadonlyArray<Finding>
}
