/**
 * What happened to a value on a time axis between two versions, told for people: which rows were appended, revised,
 * back-filled, inserted or deleted, and which columns came or went. Chunks with equal hashes are not read.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { OpenValue } from "../store/Values.ts"
import { starts } from "./gridDiff.ts"
import { isMoved, type KeysDiff, keysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"

/** Rows that came or went; keys of the first and the last of them. */
export interface RowsChange {
  readonly kind: "appended" | "back-filled" | "inserted" | "deleted"
  readonly rows: number
  readonly first: number
  readonly last: number
}

/** Cells of rows and columns that both versions have. */
export interface CellsChange {
  readonly kind: "revised"
  readonly rows: number
  readonly cells: number
  readonly columns: ReadonlyArray<string>
  readonly first: number
  readonly last: number
}

export interface ColumnsChange {
  readonly kind: "columns"
  readonly added: ReadonlyArray<string>
  readonly removed: ReadonlyArray<string>
}

export type GridChange = RowsChange | CellsChange | ColumnsChange

/** Every kind of change that took place, rows first. */
export const gridChanges = (
  reader: RowReader,
  old: OpenValue,
  now: OpenValue,
): Effect.Effect<ReadonlyArray<GridChange>, ReadError> =>
  Effect.gen(function* () {
    const keys = keysDiff(old.keys, now.keys)
    const columns = columnsChange(Grid.columnsOf(old.header), Grid.columnsOf(now.header))
    const cells = yield* cellsChange(reader, old, now, keys)
    return [...rowsChanges(old.keys, now.keys, keys), ...cells, ...columns]
  })

function rowsChanges(old: Int32Array, now: Int32Array, { oldRow }: KeysDiff): ReadonlyArray<GridChange> {
  const [first, last] = [old[0] ?? Infinity, old.at(-1) ?? -Infinity]
  const added = Array.from(now).filter((_, row) => oldRow[row]! < 0)
  const kept = new Set(oldRow)
  return [
    ...rowsChange(
      "appended",
      added.filter((key) => key > last || old.length === 0),
    ),
    ...rowsChange(
      "back-filled",
      added.filter((key) => key < first && old.length > 0),
    ),
    ...rowsChange(
      "inserted",
      added.filter((key) => key > first && key < last),
    ),
    ...rowsChange(
      "deleted",
      Array.from(old).filter((_, row) => !kept.has(row)),
    ),
  ]
}

const rowsChange = (kind: RowsChange["kind"], keys: ReadonlyArray<number>): ReadonlyArray<RowsChange> =>
  keys.length === 0 ? [] : [{ kind, rows: keys.length, first: keys[0]!, last: keys.at(-1)! }]

function columnsChange(old: ReadonlyArray<string>, now: ReadonlyArray<string>): ReadonlyArray<ColumnsChange> {
  const added = now.filter((name) => !old.includes(name))
  const removed = old.filter((name) => !now.includes(name))
  return added.length + removed.length === 0 ? [] : [{ kind: "columns", added, removed }]
}

const cellsChange = (
  reader: RowReader,
  old: OpenValue,
  now: OpenValue,
  keys: KeysDiff,
): Effect.Effect<ReadonlyArray<CellsChange>, ReadError> =>
  Effect.gen(function* () {
    const pairs = commonColumns(Grid.columnsOf(old.header), Grid.columnsOf(now.header))
    const oldStarts = starts(old)
    const found: Found = { rows: [], cells: 0, columns: new Set() }
    let start = 0
    for (let index = 0; index < now.chunks.length; index++) {
      const chunk = now.chunks[index]!
      const end = start + chunk.rows
      const same = old.chunks.findIndex(({ label, hash }) => label === chunk.label && hash === chunk.hash)
      if (same < 0 || !isMoved(keys, start, end, oldStarts[same]!)) {
        const olds = Array.from(keys.oldRow.subarray(start, end)).filter((row) => row >= 0)
        const from = olds[0] ?? 0
        const before = yield* reader.rows(old.content, from, (olds.at(-1) ?? -1) + 1)
        const grid = yield* reader.chunk(now, index, start)
        compare(grid, before, pairs, (row) => keys.oldRow[start + row]! - from, found)
      }
      start = end
    }
    const { rows, cells, columns } = found
    if (rows.length === 0) return []
    const names = pairs.map(({ name }) => name).filter((name) => columns.has(name))
    return [
      { kind: "revised", rows: rows.length, cells, columns: names, first: rows[0]!, last: rows.at(-1)! },
    ]
  })

interface ColumnPair {
  readonly name: string
  readonly old: number
  readonly now: number
}

interface Found {
  readonly rows: Array<number>
  cells: number
  readonly columns: Set<string>
}

function commonColumns(old: ReadonlyArray<string>, now: ReadonlyArray<string>): ReadonlyArray<ColumnPair> {
  const places = new Map(old.map((name, place) => [name, place]))
  return now.flatMap((name, place) => {
    const before = places.get(name)
    return before === undefined ? [] : [{ name, old: before, now: place }]
  })
}

/** @param oldRowOf row of `before` that a row of `grid` was; negative for a new one */
function compare(
  grid: Grid.Grid,
  before: Grid.Grid,
  pairs: ReadonlyArray<ColumnPair>,
  oldRowOf: (row: number) => number,
  found: Found,
): void {
  for (let row = 0; row < grid.keys.length; row++) {
    const oldRow = oldRowOf(row)
    if (oldRow < 0) continue
    const changed = pairs.filter(({ old, now }) => {
      const value = grid.cells[row * grid.columns.length + now]!
      return !Object.is(value, before.cells[oldRow * before.columns.length + old]!)
    })
    if (changed.length === 0) continue
    found.rows.push(grid.keys[row]!)
    found.cells += changed.length
    for (const { name } of changed) found.columns.add(name)
  }
}
