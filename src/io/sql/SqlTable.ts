/** Tables that a query may name: rows that the program reads, or Parquet files in folders of runs. */

export type SqlType = "text" | "double" | "integer" | "boolean" | "date" | "timestamp"

export interface SqlColumn {
  readonly name: string
  readonly type: SqlType
  readonly description: string
}

export type SqlValue = string | number | boolean | null

/** Rows in columns, of those that a query reads. */
export interface SqlRows {
  readonly rows: number
  /**
   * One for each column asked for, in that order; dates as epoch days, timestamps as milliseconds since 1970. An Int32Array
   * is handed over as it is.
   */
  readonly columns: ReadonlyArray<ArrayLike<SqlValue>>
}

/** Rows that the program reads itself: only the columns that a query reads are asked for. */
export interface ReadTable {
  readonly _tag: "Read"
  readonly columns: ReadonlyArray<SqlColumn>
  readonly read: (columns: ReadonlyArray<string>) => SqlRows
}

/** One table of several runs, each in one Parquet file or in yearly parts. */
export interface ParquetTable {
  readonly _tag: "Parquet"
  /** those of the files; `run_id` stands before them */
  readonly columns: ReadonlyArray<SqlColumn>
  /** tables whose columns stand beside each other, by date */
  readonly parts: ReadonlyArray<ReadonlyArray<ParquetFile>>
}

export interface ParquetFile {
  readonly runId: string
  /** absolute */
  readonly path: string
}

export type SqlTable = ReadTable | ParquetTable
