/**
 * What can be wrong with rows of prices, and what is done about it. A new kind is one file, one line in
 * `defectCatalogue.ts`, one test; the tables of the docs and the flag `--policy` follow from the catalogue.
 */
import type { ColumnName } from "../Bars.ts"
import type { AssetRows, Surroundings } from "./AssetRows.ts"

/** `keep-and-flag` changes nothing; `drop` removes the row, or the cells in doubt; `repair` only where the remedy is plain. */
export const policies = ["refuse", "drop", "keep-and-flag", "repair"] as const
export type Policy = (typeof policies)[number]

/** A cell and what it is to hold. */
export interface Edit {
  /** position among the asset's rows */
  readonly at: number
  readonly field: ColumnName
  readonly value: number
}

export interface Finding {
  /** positions [from, to) among the asset's rows */
  readonly from: number
  readonly to: number
  /** ISO date where it is not that of the first row: a session without a row */
  readonly date?: string
  readonly detail: string
  /** the cells in doubt: dropping empties these; absent: dropping removes the rows */
  readonly fields?: ReadonlyArray<ColumnName>
  /** absent where no remedy is plain */
  readonly repair?: ReadonlyArray<Edit>
  /** days to add to the dates of the rows: a remedy too */
  readonly shiftDays?: number
}

export interface DefectKind {
  readonly kind: string
  /** one sentence: what is found */
  readonly title: string
  /** the least of it that is found, in words */
  readonly smallest: string
  /** information is no fault: nothing is done about it */
  readonly level: "defect" | "information"
  readonly allowed: ReadonlyArray<Policy>
  readonly byDefault: Policy
  /** what becomes of a finding without a plain remedy under `repair` */
  readonly otherwise?: Policy
}

/** A kind that is looked for in the rows of one asset. */
export interface RowKind extends DefectKind {
  readonly find: (asset: AssetRows, surroundings: Surroundings) => ReadonlyArray<Finding>
}
