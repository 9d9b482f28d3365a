import { type ColumnName, columns as allColumns } from "../pipeline/data/Bars.ts"
import type { BarsOf } from "../pipeline/data/SnapshotStore.ts"
import { forEachChunk, itemsOf, literal, withDuckDb } from "./duckdb.ts"

/**
 * Bars from Parquet files that a snapshot store wrote, in the order of the files.
 *
 * @param paths absolute paths
 * @param rows number of rows that the files have together
 * @param all every ticker that may stand in the files, sorted
 * @param columns numeric columns to read
 * @param assets the only tickers to read, which are then those of the result, sorted; by default all
 */
export const readBars = <C extends ColumnName>(
  paths: ReadonlyArray<string>,
  rows: number,
  all: ReadonlyArray<string>,
  columns: ReadonlyArray<C>,
  assets?: ReadonlyArray<string>,
): Promise<BarsOf<C>> =>
  withDuckDb(async ({ connection }) => {
    const tickers = assets === undefined ? all : [...assets].sort()
    const isWhole = tickers.length === all.length
    const room = paths.length === 0 || tickers.length === 0 ? 0 : rows
    const into = {
      session: new Int32Array(room),
      ticker: new Int32Array(room),
      values: columns.map(() => new Float64Array(room)),
    }
    const targets = [into.session, into.ticker, ...into.values]
    let at = 0
    if (room > 0) {
      const names = `(${tickers.map(literal).join(", ")})`
      const numbers = columns.map((column) => `coalesce(${column}, 'nan'::DOUBLE)`)
      const select = ["date", `enum_code(CAST(ticker AS ENUM ${names}))`, ...numbers].join(", ")
      const files = `[${paths.map(literal).join(", ")}]`
      // a search of every cell for a name is the dearest part, so it is left out where all are wanted
      const where = isWhole ? "" : ` WHERE ticker IN ${names}`
      const result = await connection.stream(`SELECT ${select} FROM read_parquet(${files})${where}`)
      await forEachChunk(result, (vectors, count) => {
        if (at + count > room) throw new Error(`there are more rows than the ${rows} of the manifest`)
        vectors.forEach((vector, i) => targets[i]!.set(itemsOf(vector).subarray(0, count), at))
        at += count
      })
    }
    // memory that was kept for rows of other assets goes
    const cut = <A extends Float64Array | Int32Array>(column: A): A =>
      at < room ? (column.slice(0, at) as A) : column
    const fields = columns.map((column, i) => [allColumns[column], cut(into.values[i]!)])
    return {
      tickers,
      session: cut(into.session),
      ticker: cut(into.ticker),
      ...Object.fromEntries(fields),
    } as unknown as BarsOf<C> // the fields are those of `columns`, which only the run time knows
  })
