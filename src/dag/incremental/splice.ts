/**
 * A new version of a stored value: chunks in which nothing came out differently are taken over, the others put together
 * from old and new rows, column by column as they are stored.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { Part } from "../store/layout.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"
import type { ValueType } from "../ValueType.ts"
import { type Delta, starts } from "./gridDiff.ts"
import { type Interval, merge } from "./intervals.ts"
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
    const { type, base, keys, columns, moved } = request
    const maker = new ChunkMaker(reader, request)
    const parts: Array<Part> = []
    for (const { label, from, to } of Grid.chunkRanges(keys, type.axis!.label)) {
      const kept = yield* maker.unchanged(label, from, to)
      const taken = kept === undefined ? undefined : yield* store.taken(base.content, kept)
      if (taken !== undefined) parts.push({ _tag: "Taken", ...taken })
      else
        parts.push({
          _tag: "Fresh",
          chunk: Grid.encodeColumns(to - from, columns, yield* maker.chunk(from, to), label),
        })
    }
    const header = Grid.headerOf(columns)
    const content = yield* store.assemble({ typeName: type.name, header, keys, parts })
    const { changedRows, changedColumns, keepsColumns } = maker
    const delta = { rows: merge(changedRows), shifts: moved.shifts, columns: changedColumns }
    return { content, delta: keepsColumns ? delta : undefined }
  })

/** Puts chunks together and notes what changed. */
class ChunkMaker {
  readonly changedRows: Array<Interval> = []
  readonly changedColumns = new Set<string>()
  readonly keepsColumns: boolean
  private readonly keepsOrder: boolean
  private readonly reader: RowReader
  private readonly request: SpliceRequest
  private readonly baseWidth: number
  private readonly baseStarts: ReadonlyArray<number>
  private readonly places: ReadonlyMap<string, number>

  constructor(reader: RowReader, request: SpliceRequest) {
    this.reader = reader
    this.request = request
    this.baseStarts = starts(request.base)
    this.places = new Map(request.columns.map((name, i) => [name, i]))
    const old = Grid.columnsOf(request.base.header)
    this.baseWidth = old.length
    this.keepsColumns = old.every((name) => this.places.has(name))
    const common = old.flatMap((name) => this.places.get(name) ?? [])
    this.keepsOrder = this.keepsColumns && common.every((place, i) => i === 0 || common[i - 1]! < place)
  }

  /** The chunk of the base that holds these rows just as they are now; undefined when there is none. */
  unchanged(label: string, from: number, to: number): Effect.Effect<number | undefined, ReadError> {
    const { base, moved } = this.request
    const index = base.chunks.findIndex((chunk) => chunk.label === label)
    const stands =
      this.keepsOrder &&
      index >= 0 &&
      base.chunks[index]!.rows === to - from &&
      isMoved(moved, from, to, this.baseStarts[index]!)
    if (!stands) return Effect.succeed(undefined)
    const touching = this.touching(from, to)
    return Effect.gen({ self: this }, function* () {
      for (const segment of touching) {
        const { columns } = segment.grid
        const wanted = columns.length < this.baseWidth ? new Set(columns) : undefined
        const stored = yield* this.reader.columns(base, index, wanted)
        if (differs(stored, from, segment)) return undefined
      }
      return index
    })
  }

  /** Cells of rows [from, to), column by column: old ones, and over them what was computed. */
  chunk(from: number, to: number): Effect.Effect<Float64Array, ReadError> {
    return Effect.gen({ self: this }, function* () {
      const cells = new Float64Array((to - from) * this.request.columns.length).fill(NaN)
      yield* this.copyOld(cells, from, to)
      for (const segment of this.touching(from, to)) this.overlay(cells, from, to, segment)
      const { oldRow } = this.request.moved
      for (let row = from; row < to; row++) if (oldRow[row]! < 0) this.changedRows.push([row, row + 1])
      return cells
    })
  }

  private touching(from: number, to: number): ReadonlyArray<Segment> {
    return this.request.segments.filter(
      (segment) => segment.from < to && segment.from + segment.grid.keys.length > from,
    )
  }

  private copyOld(cells: Float64Array, from: number, to: number): Effect.Effect<void, ReadError> {
    const { base, moved } = this.request
    return Effect.gen({ self: this }, function* () {
      for (let row = from; row < to; ) {
        const old = moved.oldRow[row]!
        if (old < 0) {
          row++
          continue
        }
        const index = chunkOf(this.baseStarts, old)
        const start = this.baseStarts[index]!
        const end = start + base.chunks[index]!.rows
        const first = row
        while (row < to && moved.oldRow[row] === old + row - first && moved.oldRow[row]! < end) row++
        const stored = yield* this.reader.columns(base, index)
        this.copyRun(cells, to - from, first - from, stored, old - start, row - first)
      }
    })
  }

  private copyRun(
    cells: Float64Array,
    rows: number,
    at: number,
    stored: Grid.Columns,
    from: number,
    count: number,
  ): void {
    const height = stored.names.length === 0 ? 0 : stored.cells.length / stored.names.length
    stored.names.forEach((name, i) => {
      const place = this.places.get(name)
      if (place === undefined) return
      cells.set(stored.cells.subarray(i * height + from, i * height + from + count), place * rows + at)
    })
  }

  private overlay(cells: Float64Array, start: number, end: number, { from, grid }: Segment): void {
    const { oldRow } = this.request.moved
    const rows = end - start
    const width = grid.columns.length
    const low = Math.max(from, start)
    const high = Math.min(from + grid.keys.length, end)
    const changed = { rows: new Uint8Array(high - low), columns: new Uint8Array(width) }
    const places = Int32Array.from(grid.columns, (name) => this.places.get(name)!)
    for (let first = low; first < high; first += blockRows) {
      const last = Math.min(high, first + blockRows)
      for (let column = 0; column < width; column++) {
        let at = places[column]! * rows + first - start
        let source = (first - from) * width + column
        for (let row = first; row < last; row++, at++, source += width) {
          const value = grid.cells[source]!
          if (Object.is(cells[at], value)) continue
          cells[at] = Number.isNaN(value) ? NaN : value // one bit pattern for every NaN
          if (oldRow[row]! < 0) continue
          changed.rows[row - low] = 1
          changed.columns[column] = 1
        }
      }
    }
    changed.rows.forEach((mark, i) => {
      if (mark === 1) this.changedRows.push([low + i, low + i + 1])
    })
    changed.columns.forEach((mark, column) => {
      if (mark === 1) this.changedColumns.add(grid.columns[column]!)
    })
  }
}

/** Rows that stay in the processor's cache while their columns are walked one after the other. */
const blockRows = 64

/** Whether a segment has another value than a stored chunk that begins at row `start`. */
function differs(stored: Grid.Columns, start: number, { from, grid }: Segment): boolean {
  const rows = stored.rows
  const width = grid.columns.length
  const places = new Map(stored.names.map((name, i) => [name, i]))
  const low = Math.max(from, start)
  const high = Math.min(from + grid.keys.length, start + rows)
  for (let first = low; first < high; first += blockRows) {
    const last = Math.min(high, first + blockRows)
    for (let column = 0; column < width; column++) {
      const place = places.get(grid.columns[column]!)
      for (let row = first; row < last; row++) {
        const old = place === undefined ? NaN : stored.cells[place * rows + row - start]
        if (!Object.is(old, grid.cells[(row - from) * width + column])) return true
      }
    }
  }
  return false
}

/** Index of the chunk that holds a row. */
function chunkOf(chunkStarts: ReadonlyArray<number>, row: number): number {
  let index = chunkStarts.length - 1
  while (chunkStarts[index]! > row) index--
  return index
}
