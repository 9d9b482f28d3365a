import { type Bars, type ColumnName, columns as allColumns } from "../pipeline/data/Bars.ts"
import type { BarsOf } from "../pipeline/data/SnapshotStore.ts"
import { literal, numberColumns, withDuckDb } from "./duckdb.ts"

/**
 * Bars from Parquet files that a snapshot store wrote, in the order of the files.
 *
 * @param paths absolute paths
 * @param tickers sorted; rows of other tickers are left out
 * @param columns numeric columns to read
 */
export const readBars = <C extends ColumnName>(
  paths: ReadonlyArray<string>,
  tickers: ReadonlyArray<string>,
  columns: ReadonlyArray<C>,
): Promise<BarsOf<C>> =>
  withDuckDb(async ({ connection }) => {
    const isEmpty = paths.length === 0 || tickers.length === 0
    const names = `(${tickers.map(literal).join(", ")})`
    const numbers = columns.map((column) => `coalesce(${column}, 'nan'::DOUBLE)`)
    const select = ["date", `enum_code(CAST(ticker AS ENUM ${names}))`, ...numbers].join(", ")
    const files = `[${paths.map(literal).join(", ")}]`
    const sql = `SELECT ${select} FROM read_parquet(${files}) WHERE ticker IN ${names}`
    const read = isEmpty ? noRows(columns.length + 2) : await numberColumns(await connection.stream(sql))
    const [session, ticker, ...values] = read
    const fields = columns.map((column, i): [keyof Bars, Float64Array] => [allColumns[column], values[i]!])
    return {
      tickers,
      session: Int32Array.from(session!),
      ticker: Int32Array.from(ticker!),
      ...Object.fromEntries(fields),
    } as unknown as BarsOf<C> // the fields are those of `columns`, which only the run time knows
  })

const noRows = (count: number): ReadonlyArray<Float64Array> =>
  Array.from({ length: count }, () => new Float64Array(0))
