/**
 * What differs between two versions of a value on a time axis. Chunks with equal hashes are not read; of the others, cells
 * are compared bit for bit. A column that is not there equals one of NaN.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { OpenValue } from "../store/Values.ts"
import { type Interval, merge } from "./intervals.ts"
import { isMoved, type KeysDiff, keysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"

export interface Delta {
  /** rows, in their new places, with a cell that differs, and new rows */
  readonly rows: ReadonlyArray<Interval>
  readonly shifts: ReadonlyArray<Interval>
  /** columns of the new version that changed in some row that was there before */
  readonly columns: ReadonlySet<string>
}

export const gridDiff = (
  reader: RowReader,
  old: OpenValue,
  now: OpenValue,
): Effect.Effect<Delta, ReadError> =>
  Effect.gen(function* () {
    const keys = keysDiff(old.keys, now.keys)
    const comparison = makeComparison(Grid.columnsOf(old.header), Grid.columnsOf(now.header))
    const oldStarts = starts(old)
    const rows: Array<Interval> = []
    let start = 0
    for (let index = 0; index < now.chunks.length; index++) {
      const chunk = now.chunks[index]!
      const end = start + chunk.rows
      const same = old.chunks.findIndex(
        (before) => before.label === chunk.label && before.hash === chunk.hash,
      )
      if (same < 0 || !isMoved(keys, start, end, oldStarts[same]!)) {
        const grid = yield* reader.chunk(now, index, start)
        rows.push(...(yield* changedRows(reader, old, keys, comparison, grid, start)))
      }
      start = end
    }
    const changed = comparison.now.filter((_, j) => comparison.changed[j] === 1)
    return { rows: merge(rows), shifts: keys.shifts, columns: new Set(changed) }
  })

export const starts = ({ chunks }: OpenValue): ReadonlyArray<number> => {
  let row = 0
  return chunks.map((chunk) => {
    const start = row
    row += chunk.rows
    return start
  })
}

interface Comparison {
  readonly now: ReadonlyArray<string>
  /** for each new column its place in the old version, or -1 */
  readonly oldColumn: Int32Array
  /** old columns that are gone */
  readonly gone: ReadonlyArray<number>
  readonly oldWidth: number
  /** 1 for new columns with a cell that differs; filled while rows are compared */
  readonly changed: Uint8Array
}

function makeComparison(old: ReadonlyArray<string>, now: ReadonlyArray<string>): Comparison {
  const places = new Map(old.map((name, i) => [name, i]))
  const names = new Set(now)
  return {
    now,
    oldColumn: Int32Array.from(now, (name) => places.get(name) ?? -1),
    gone: old.flatMap((name, i) => (names.has(name) ? [] : [i])),
    oldWidth: old.length,
    changed: new Uint8Array(now.length),
  }
}

/** Rows of one new chunk that differ from their old selves. */
const changedRows = (
  reader: RowReader,
  old: OpenValue,
  keys: KeysDiff,
  comparison: Comparison,
  grid: Grid.Grid,
  start: number,
): Effect.Effect<ReadonlyArray<Interval>, ReadError> =>
  Effect.gen(function* () {
    const count = grid.keys.length
    const olds = Array.from(keys.oldRow.subarray(start, start + count)).filter((row) => row >= 0)
    const from = olds[0] ?? 0
    const before = yield* reader.rows(old.content, from, (olds.at(-1) ?? -1) + 1)
    const changed: Array<Interval> = []
    for (let row = 0; row < count; row++) {
      const oldRow = keys.oldRow[start + row]!
      const differs = oldRow < 0 || rowDiffers(comparison, grid, row, before, oldRow - from)
      if (differs) changed.push([start + row, start + row + 1])
    }
    return changed
  })

/** Bits, not values: −0 is not 0, and stored NaNs are all the same. */
function rowDiffers(
  comparison: Comparison,
  grid: Grid.Grid,
  row: number,
  before: Grid.Grid,
  oldRow: number,
): boolean {
  const { oldColumn, gone, oldWidth, changed } = comparison
  const width = oldColumn.length
  let differs = false
  for (let column = 0; column < width; column++) {
    const now = grid.cells[row * width + column]!
    const place = oldColumn[column]!
    const old = place < 0 ? NaN : before.cells[oldRow * oldWidth + place]!
    if (!Object.is(now, old)) {
      changed[column] = 1
      differs = true
    }
  }
  return differs || gone.some((place) => !Number.isNaN(before.cells[oldRow * oldWidth + place]!))
}
