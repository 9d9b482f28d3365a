/** What a reader of files hands to the importer: numbers and dates as typed columns, text that is neither refused already. */
export interface RawTable {
  readonly file: string
  readonly rows: number
  /** epoch days, one a row */
  readonly date: Int32Array
  /** distinct names in order of appearance, and each row's; absent where the layout has no such column */
  readonly ticker: { readonly names: ReadonlyArray<string>; readonly index: Int32Array } | undefined
  /** one a number column of the layout, in its order; NaN = empty */
  readonly numbers: ReadonlyArray<Float64Array>
}
