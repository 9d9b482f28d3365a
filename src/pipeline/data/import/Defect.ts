/** Something about the input that the importer met and dealt with: never silently. */
export interface Defect {
  readonly kind: DefectKind
  readonly asset: string
  /** ISO date of the first occurrence; empty where no date is concerned */
  readonly date: string
  readonly detail: string
  readonly action: "sorted" | "dropped" | "kept" | "ignored" | "joined"
}

export type DefectKind =
  /** rows did not stand in order of time */
  | "unsorted_rows"
  /** an asset without any price in the dates asked for */
  | "no_prices"
  /** a row without any price */
  | "blank_rows"
  /** a row with prices but without a close */
  | "no_close"
  /** rows of an earlier ticker of the asset */
  | "renamed"
  /** dividends or splits beside prices that are adjusted for them already */
  | "already_adjusted"
  /** an implied dividend below zero: close and adjusted close contradict each other */
  | "negative_implied_dividend"
  /** an implied dividend above a quarter of the price: perhaps a split that nobody recorded */
  | "large_implied_dividend"
