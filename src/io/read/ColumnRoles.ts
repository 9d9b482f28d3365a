/** What a reader is told to read, by place in the file. */
export interface ColumnRoles {
  readonly date: number
  readonly ticker: number | undefined
  readonly numbers: ReadonlyArray<{ readonly name: string; readonly column: number }>
}
