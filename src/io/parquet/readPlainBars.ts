/** Bars from the bytes of a file that a snapshot store wrote: no DuckDB, one copy of each value. */
import { type ColumnChunk, readFooter, type RowGroup } from "./footer.ts"
import { NotPlain } from "./NotPlain.ts"
import { readDoubles, readInts, readTexts } from "./readColumn.ts"

/** Columns that are filled from row `at` on. */
export interface BarsTarget {
  readonly session: Int32Array
  readonly ticker: Int32Array
  /** one a name */
  readonly names: ReadonlyArray<string>
  readonly values: ReadonlyArray<Float64Array>
}

/**
 * Reads the rows of the wanted tickers, in order. Throws `NotPlain` where the file has anything that DuckDB does not write
 * today; the target then holds rubbish from `at` on.
 *
 * @param rows number of rows that the file has
 * @param positions number of each wanted ticker
 * @param isWhole whether every ticker is wanted, so that another one is a mistake
 * @returns number of rows read
 */
export function readPlainBars(
  bytes: Uint8Array,
  rows: number,
  positions: ReadonlyMap<string, number>,
  isWhole: boolean,
  target: BarsTarget,
  at: number,
): number {
  const groups = readFooter(bytes)
  if (groups.reduce((sum, group) => sum + group.rows, 0) !== rows)
    throw new NotPlain("another number of rows")
  let next = at
  for (const group of groups) {
    const count = isWhole
      ? readGroup(bytes, group, positions, sliced(target, next, group.rows))
      : pickGroup(bytes, group, positions, target, next)
    next += count
  }
  return next - at
}

function readGroup(
  bytes: Uint8Array,
  group: RowGroup,
  positions: ReadonlyMap<string, number>,
  target: BarsTarget,
): number {
  const numberOf = (ticker: string): number => {
    const number = positions.get(ticker)
    if (number === undefined) throw new NotPlain(`a ticker that is not of the snapshot`)
    return number
  }
  readInts(bytes, columnOf(group, "date"), target.session)
  readTexts(bytes, columnOf(group, "ticker"), target.ticker, numberOf)
  target.names.forEach((name, i) => readDoubles(bytes, columnOf(group, name), target.values[i]!))
  return group.rows
}

/** Decodes a group and keeps the rows of the wanted tickers; a group without any costs its tickers alone. */
function pickGroup(
  bytes: Uint8Array,
  group: RowGroup,
  positions: ReadonlyMap<string, number>,
  target: BarsTarget,
  at: number,
): number {
  const ticker = new Int32Array(group.rows)
  readTexts(bytes, columnOf(group, "ticker"), ticker, (name) => positions.get(name) ?? -1)
  const kept: Array<number> = []
  for (let row = 0; row < ticker.length; row++) if (ticker[row]! >= 0) kept.push(row)
  if (kept.length === 0) return 0
  const session = new Int32Array(group.rows)
  readInts(bytes, columnOf(group, "date"), session)
  for (const [i, row] of kept.entries()) {
    target.session[at + i] = session[row]!
    target.ticker[at + i] = ticker[row]!
  }
  const column = new Float64Array(group.rows)
  target.names.forEach((name, c) => {
    readDoubles(bytes, columnOf(group, name), column)
    const out = target.values[c]!
    for (let i = 0; i < kept.length; i++) out[at + i] = column[kept[i]!]!
  })
  return kept.length
}

function columnOf(group: RowGroup, name: string): ColumnChunk {
  const chunk = group.columns.get(name)
  if (chunk === undefined) throw new NotPlain(`there is no column ${name}`)
  return chunk
}

const sliced = ({ session, ticker, names, values }: BarsTarget, from: number, count: number): BarsTarget => ({
  session: session.subarray(from, from + count),
  ticker: ticker.subarray(from, from + count),
  names,
  values: values.map((column) => column.subarray(from, from + count)),
})
