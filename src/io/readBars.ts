import { type ColumnName, columns as allColumns } from "../pipeline/data/Bars.ts"
import type { BarsOf } from "../pipeline/data/SnapshotStore.ts"
import { forEachChunk, itemsOf, literal, withDuckDb } from "./duckdb.ts"
import { NotPlain } from "./parquet/NotPlain.ts"
import { type BarsTarget, readPlainBars } from "./parquet/readPlainBars.ts"

export interface BarsReader<C extends ColumnName> {
  /** a file's rows after those of the files before it */
  readonly add: (path: string, bytes: Uint8Array, rows: number) => Promise<void>
  /** what was read; the reader is then done */
  readonly bars: () => BarsOf<C>
}

/**
 * Reads bars from Parquet files that a snapshot store wrote, straight into their columns.
 *
 * Files as they are written today are decoded here, at a third of the cost; DuckDB reads what is otherwise, and has the
 * last word on what is wrong with a file.
 *
 * @param room number of rows that the files have together
 * @param all every ticker that may stand in the files, sorted
 * @param columns numeric columns to read
 * @param assets the only tickers to read, which are then those of the result, sorted; by default all
 */
export function barsReader<C extends ColumnName>(
  room: number,
  all: ReadonlyArray<string>,
  columns: ReadonlyArray<C>,
  assets?: ReadonlyArray<string>,
): BarsReader<C> {
  const tickers = assets === undefined ? all : [...assets].sort()
  const isWhole = tickers.length === all.length
  const positions = new Map(tickers.map((ticker, i) => [ticker, i]))
  const size = tickers.length === 0 ? 0 : room
  const target: BarsTarget = {
    session: new Int32Array(size),
    ticker: new Int32Array(size),
    names: columns,
    values: columns.map(() => new Float64Array(size)),
  }
  let at = 0
  return {
    add: async (path, bytes, rows) => {
      if (size === 0) return
      if (rows > size - at) throw new Error(`there are more rows than the ${room} of the manifest`)
      at +=
        plainly(() => readPlainBars(bytes, rows, positions, isWhole, target, at)) ??
        (await readByDuckDb(path, tickers, isWhole, target, at))
    },
    bars: () => {
      // memory that was kept for rows of other assets goes
      const cut = <A extends Float64Array | Int32Array>(column: A): A =>
        at < size ? (column.slice(0, at) as A) : column
      const fields = columns.map((column, i) => [allColumns[column], cut(target.values[i]!)])
      const bars: unknown = {
        tickers,
        session: cut(target.session),
        ticker: cut(target.ticker),
        ...Object.fromEntries(fields),
      }
      return bars as BarsOf<C> // the fields are those of `columns`, which only the run time knows
    },
  }
}

/** undefined for a file that is not plain. */
function plainly(read: () => number): number | undefined {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof NotPlain) return undefined
    throw cause
  }
}

/** @returns number of rows read */
const readByDuckDb = (
  path: string,
  tickers: ReadonlyArray<string>,
  isWhole: boolean,
  target: BarsTarget,
  from: number,
): Promise<number> =>
  withDuckDb(async ({ connection }) => {
    const names = `(${tickers.map(literal).join(", ")})`
    const numbers = target.names.map((column) => `coalesce(${column}, 'nan'::DOUBLE)`)
    const select = ["date", `enum_code(CAST(ticker AS ENUM ${names}))`, ...numbers].join(", ")
    const where = isWhole ? "" : ` WHERE ticker IN ${names}`
    const result = await connection.stream(`SELECT ${select} FROM read_parquet(${literal(path)})${where}`)
    const targets = [target.session, target.ticker, ...target.values]
    let at = from
    await forEachChunk(result, (vectors, count) => {
      if (at + count > target.session.length) throw new Error("there are more rows than the manifest says")
      vectors.forEach((vector, i) => targets[i]!.set(itemsOf(vector).subarray(0, count), at))
      at += count
    })
    return at - from
  })
