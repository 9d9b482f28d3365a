/** What a reader of files hands to the importer: numbers and dates as typed columns, and the cells that were not plain. */
export interface RawTable {
  readonly file: string
  readonly rows: number
  /** epoch days, one a row */
  readonly date: Int32Array
  /** distinct names in order of appearance, and each row's; absent where the layout has no such column */
  readonly ticker: { readonly names: ReadonlyArray<string>; readonly index: Int32Array } | undefined
  /** one a number column of the layout, in its order; NaN = empty, or not to be read as a number */
  readonly numbers: ReadonlyArray<Float64Array>
  /** cells whose text is not what their column is written in, in order of rows */
  readonly notes: ReadonlyArray<CellNote>
}

/**
 * A cell that is no plain date or number. Where its meaning is plain all the same ("1,234,500" among numbers without
 * commas) the table holds what it means; a policy decides later whether that is taken.
 */
export interface CellNote {
  /** of the table, counted from 0 */
  readonly row: number
  /** name of its column in the file */
  readonly field: string
  /** at most 60 characters of it */
  readonly text: string
  readonly kind: CellNoteKind
}

export type CellNoteKind =
  /** a date in another format than the file's, plain only by its neighbours */
  | "other_date_format"
  /** no date: the row has the day 0 and must not be used */
  | "unreadable_date"
  /** 1,234,500 */
  | "thousands_separator"
  /** 12,34 */
  | "decimal_comma"
  /** blanks around a number */
  | "surrounding_space"
  /** the text NaN, N/A, null … where other cells are empty when nothing is known */
  | "nan_literal"
  /** neither a number nor one of the words for nothing: NaN in the table */
  | "text_in_number"
