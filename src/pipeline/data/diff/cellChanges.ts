/** What became of one column of one asset: cells multiplied by a constant, and cells that were revised. */
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { fitsFactor, isSame, type Rounding, rescaledStretches } from "../../../kernel/rescaledStretches.ts"
import type { ColumnName } from "../Bars.ts"
import { resolution } from "../import/resolution.ts"
import type { Rescaled, Revised } from "./SnapshotDiff.ts"

/** Rows that an asset has in both snapshots, in order of their sessions. */
export interface SharedCells {
  readonly session: Int32Array
  readonly before: Float64Array
  readonly after: Float64Array
}

export interface Multiplied {
  readonly column: ColumnName
  readonly factor: number
  /** epoch days, both included */
  readonly first: number
  readonly last: number
  /** first shared session after it, where one was compared; else undefined */
  readonly next: number | undefined
  /** rows of the cells that it explains */
  readonly rows: ReadonlyArray<number>
}

export interface CellChanges {
  readonly column: ColumnName
  readonly cells: SharedCells
  readonly multiplied: ReadonlyArray<Multiplied>
  /** rows of the other changed cells */
  readonly revised: ReadonlyArray<number>
}

/** Fewer multiplied cells than this are told one by one. */
const fewestMultiplied = 5

/**
 * @param hints spans that another column of the asset was multiplied over: a few dividends are multiplied with the prices
 */
export function cellChanges(
  column: ColumnName,
  cells: SharedCells,
  hints: ReadonlyArray<Multiplied>,
): CellChanges {
  const { session, before, after } = cells
  const changed: Array<number> = []
  for (let row = 0; row < session.length; row++) if (!isSame(before[row]!, after[row]!)) changed.push(row)
  if (changed.length === 0 || column === "split_ratio") {
    return { column, cells, multiplied: [], revised: changed }
  }
  const [ours, theirs] = [roundingOf(before), roundingOf(after)]
  const stretches = rescaledStretches(before, after, ours, theirs, fewestMultiplied)
  const own = stretches.map((stretch) => ({
    factor: stretch.factor,
    first: session[stretch.from]!,
    last: session[stretch.to - 1]!,
    next: session[stretch.to],
  }))
  const spans = own.length > 0 ? own : hints
  const multiplied: Array<Multiplied> = []
  const explained = new Set<number>()
  for (const { factor, first, last, next } of spans) {
    const rows = changed.filter(
      (row) =>
        session[row]! >= first &&
        session[row]! <= last &&
        !explained.has(row) &&
        fitsFactor(before[row]!, after[row]!, factor, ours, theirs),
    )
    for (const row of rows) explained.add(row)
    if (rows.length > 0) multiplied.push({ column, factor, first, last, next, rows })
  }
  return { column, cells, multiplied, revised: changed.filter((row) => !explained.has(row)) }
}

/** Arithmetic of the source leaves dust beyond the last place of a double. */
function roundingOf(values: Float64Array): Rounding {
  const { absolute, relative } = resolution(values)
  return { absolute, relative: Math.max(relative, 1e-12) }
}

/** Cells in words and numbers; null when there are none up to `last`. */
export function revisedOf({ column, cells, revised }: CellChanges, last: number): Revised | null {
  const rows = revised.filter((row) => cells.session[row]! <= last)
  if (rows.length === 0) return null
  let [largest, at, known, unknown] = [-1, -1, 0, 0]
  for (const row of rows) {
    const [old, now] = [cells.before[row]!, cells.after[row]!]
    if (Number.isNaN(old)) known++
    else if (Number.isNaN(now)) unknown++
    else if (old !== 0 && Math.abs(now - old) / Math.abs(old) > largest) {
      largest = Math.abs(now - old) / Math.abs(old)
      at = row
    }
  }
  const dateOf = (row: number) => formatIsoDate(cells.session[row]!)
  return {
    column,
    cells: rows.length,
    first: dateOf(rows[0]!),
    last: dateOf(rows.at(-1)!),
    largest_relative: at < 0 ? null : largest,
    largest_on: at < 0 ? null : dateOf(at),
    became_known: known,
    became_unknown: unknown,
  }
}

/**
 * Multiplied cells up to `last`, columns with the same factor over the same sessions together.
 *
 * @param shared first and last session that the asset has in both
 * @param event first session after that with a dividend or split: what a back-adjustment is made for
 */
export function rescaledOf(
  changes: ReadonlyArray<CellChanges>,
  last: number,
  shared: { readonly first: number; readonly last: number },
  event: number | undefined,
): ReadonlyArray<Rescaled> {
  const merged: Array<{ multiplied: Multiplied; columns: Array<ColumnName>; cells: number }> = []
  for (const { cells, multiplied: some } of changes) {
    for (const multiplied of some) {
      const count = multiplied.rows.filter((row) => cells.session[row]! <= last).length
      if (count === 0) continue
      const same = merged.find((other) => isSameSpan(other.multiplied, multiplied))
      if (same === undefined) merged.push({ multiplied, columns: [multiplied.column], cells: count })
      else {
        same.columns.push(multiplied.column)
        same.cells += count
      }
    }
  }
  return merged.map(({ multiplied: { factor, first, last: end, next }, columns, cells }) => ({
    columns,
    factor,
    from: first <= shared.first ? null : formatIsoDate(first),
    before: formatIsoDate(next ?? (end >= shared.last ? (event ?? end + 1) : end + 1)),
    cells,
  }))
}

/** Columns are rounded each on its own, so their factors are equal up to that only. */
const isSameSpan = (left: Multiplied, right: Multiplied): boolean =>
  left.last === right.last &&
  left.first === right.first &&
  Math.abs(left.factor - right.factor) <= 1e-4 * Math.abs(left.factor)
