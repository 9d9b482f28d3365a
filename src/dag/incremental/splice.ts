/** A new version of a stored value: chunks that nothing touched are taken over, the others put together from old and new rows. */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { Part } from "../store/layout.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"
import type { ValueType } from "../ValueType.ts"
import { type Delta, starts } from "./gridDiff.ts"
import { type Interval, merge, touches } from "./intervals.ts"
import { isMoved, type KeysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"

/** Rows that were computed, from `from` on; of all columns, or of those the grid names. */
export interface Segment {
  readonly from: number
  readonly grid: Grid.Grid
}

export interface SpliceRequest {
  readonly type: ValueType<unknown>
  readonly base: OpenValue
  readonly keys: Int32Array
  readonly columns: ReadonlyArray<string>
  readonly moved: KeysDiff
  readonly segments: ReadonlyArray<Segment>
}

export interface Spliced {
  readonly content: string
  /** against the base; undefined when columns are gone, whose rows were not looked at */
  readonly delta: Delta | undefined
}

export const splice = (
  store: Store["Service"],
  reader: RowReader,
  request: SpliceRequest,
): Effect.Effect<Spliced, ReadError> =>
  Effect.gen(function* () {
    const { type, base, keys, columns, moved, segments } = request
    const baseStarts = starts(base)
    const spans = segments.map(({ from, grid }): Interval => [from, from + grid.keys.length])
    const baseColumns = Grid.columnsOf(base.header)
    const keepsColumns = baseColumns.every((name) => columns.includes(name))
    const changed = { rows: [] as Array<Interval>, columns: new Set<string>() }
    const parts: Array<Part> = []
    for (const { label, from, to } of Grid.chunkRanges(keys, type.axis!.label)) {
      const index = base.chunks.findIndex((chunk) => chunk.label === label)
      const untouched =
        keepsColumns &&
        index >= 0 &&
        base.chunks[index]!.rows === to - from &&
        isMoved(moved, from, to, baseStarts[index]!) &&
        !touches(spans, from, to)
      const taken = untouched ? yield* store.taken(base.content, index) : undefined
      if (taken !== undefined) {
        parts.push({ _tag: "Taken", ...taken })
        continue
      }
      const old = yield* oldRows(reader, request, from, to)
      const grid = { keys: keys.subarray(from, to), columns, cells: old.slice() }
      for (const segment of segments) overlay(grid, from, segment)
      compare(grid, old, from, moved, changed)
      parts.push({ _tag: "Fresh", chunk: Grid.encodeChunk(grid, label) })
    }
    const content = yield* store.assemble({
      typeName: type.name,
      header: Grid.headerOf(columns),
      keys,
      parts,
    })
    const delta = {
      rows: merge(changed.rows),
      shifts: moved.shifts,
      columns: columnsChanged(request, changed),
    }
    return { content, delta: keepsColumns ? delta : undefined }
  })

const columnsChanged = (
  { moved, columns }: SpliceRequest,
  changed: { readonly columns: ReadonlySet<string> },
): ReadonlySet<string> => (moved.shifts.length > 0 ? new Set(columns) : changed.columns)

/** What the base has for rows [from, to), in the new columns; NaN for what it does not have. */
const oldRows = (
  reader: RowReader,
  { base, columns, moved }: SpliceRequest,
  from: number,
  to: number,
): Effect.Effect<Float64Array, ReadError> =>
  Effect.gen(function* () {
    const width = columns.length
    const cells = new Float64Array((to - from) * width).fill(NaN)
    const old = Array.from(moved.oldRow.subarray(from, to))
    const known = old.filter((row) => row >= 0)
    if (known.length === 0) return cells
    const first = known[0]!
    const grid = yield* reader.rows(base.content, first, known.at(-1)! + 1)
    const places = new Map(grid.columns.map((name, i) => [name, i]))
    const from0 = columns.map((name) => places.get(name) ?? -1)
    old.forEach((row, i) => {
      if (row < 0) return
      for (let column = 0; column < width; column++) {
        const place = from0[column]!
        if (place >= 0) cells[i * width + column] = grid.cells[(row - first) * grid.columns.length + place]!
      }
    })
    return cells
  })

/** Puts the rows of a segment that fall into a grid there, in the columns that the segment has. */
function overlay(into: Grid.Grid, start: number, { from, grid }: Segment): void {
  const width = into.columns.length
  const places = new Map(into.columns.map((name, i) => [name, i]))
  const columns = grid.columns.map((name) => places.get(name)!)
  const low = Math.max(from, start)
  const high = Math.min(from + grid.keys.length, start + into.keys.length)
  for (let row = low; row < high; row++) {
    for (let column = 0; column < columns.length; column++) {
      into.cells[(row - start) * width + columns[column]!] =
        grid.cells[(row - from) * columns.length + column]!
    }
  }
}

function compare(
  { columns, cells }: Grid.Grid,
  old: Float64Array,
  start: number,
  { oldRow }: KeysDiff,
  changed: { readonly rows: Array<Interval>; readonly columns: Set<string> },
): void {
  const width = columns.length
  for (let row = 0; row < (width === 0 ? 0 : cells.length / width); row++) {
    let differs = oldRow[start + row]! < 0
    for (let column = 0; column < width; column++) {
      if (Object.is(cells[row * width + column], old[row * width + column])) continue
      differs = true
      changed.columns.add(columns[column]!)
    }
    if (differs) changed.rows.push([start + row, start + row + 1])
  }
}
