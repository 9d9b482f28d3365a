/**
 * Reads rows of stored values, chunk by chunk. What was read lately is kept as it is stored, up to a bound; of a chunk that
 * is not kept, columns are read alone where only some are wanted.
 */
import * as Effect from "effect/Effect"
import type { ObjectDamaged, StoreError } from "../errors.ts"
import * as Grid from "../Grid.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"

export type ReadError = StoreError | ObjectDamaged

/** Chunks kept, in bytes: those of the last months of some dozen values, which neighbouring nodes read too. */
const keptBytes = 64 << 20

export class RowReader {
  private readonly store: Store["Service"]
  private readonly opened = new Map<string, OpenValue>()
  private readonly kept = new Map<string, Grid.Columns>()
  private bytes = 0

  constructor(store: Store["Service"]) {
    this.store = store
  }

  open(content: string): Effect.Effect<OpenValue, ReadError> {
    const known = this.opened.get(content)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.tap(this.store.open(content), (value) => Effect.sync(() => this.opened.set(content, value)))
  }

  /** Rows [from, to) as a grid of the value's columns, or of those that are wanted, in the value's order. */
  rows(
    content: string,
    from: number,
    to: number,
    wanted?: ReadonlySet<string>,
  ): Effect.Effect<Grid.Grid, ReadError> {
    return Effect.flatMap(this.open(content), (value) => this.readRows(value, from, to, wanted))
  }

  /** One chunk as a grid of all the value's columns. */
  chunk(value: OpenValue, index: number, start: number): Effect.Effect<Grid.Grid, ReadError> {
    return this.readRows(value, start, start + value.chunks[index]!.rows, undefined)
  }

  /** One chunk as it is stored; with `wanted`, at least those of its columns. */
  columns(
    value: OpenValue,
    index: number,
    wanted?: ReadonlySet<string>,
  ): Effect.Effect<Grid.Columns, ReadError> {
    const { hash, rows } = value.chunks[index]!
    const id = `${hash} ${rows}` // chunks without columns differ in nothing else
    const known = this.kept.get(id)
    if (known !== undefined) return Effect.succeed(known)
    if (wanted !== undefined)
      return Effect.map(this.store.chunkColumns(value.content, index, wanted), Grid.openChunk)
    return Effect.map(this.store.chunk(value.content, index), (chunk) => this.keep(id, Grid.openChunk(chunk)))
  }

  private keep(id: string, columns: Grid.Columns): Grid.Columns {
    this.kept.set(id, columns)
    this.bytes += columns.cells.buffer.byteLength // the object that it is part of stays in memory with it
    for (const [oldest, { cells }] of this.kept) {
      if (this.bytes <= keptBytes) break
      this.kept.delete(oldest)
      this.bytes -= cells.buffer.byteLength
    }
    return columns
  }

  private readRows(
    value: OpenValue,
    from: number,
    to: number,
    wanted: ReadonlySet<string> | undefined,
  ): Effect.Effect<Grid.Grid, ReadError> {
    const all = Grid.columnsOf(value.header)
    const columns = wanted === undefined ? all : all.filter((name) => wanted.has(name))
    const width = columns.length
    const position = new Map(columns.map((name, i) => [name, i]))
    return Effect.gen({ self: this }, function* () {
      const cells = new Float64Array(Math.max(0, to - from) * width)
      let start = 0
      for (let index = 0; index < value.chunks.length && start < to; index++) {
        const end = start + value.chunks[index]!.rows
        if (end > from) {
          const chunk = yield* this.columns(value, index, wanted)
          const [low, high] = [Math.max(from, start), Math.min(to, end)]
          const into = cells.subarray((low - from) * width, (high - from) * width)
          Grid.copyRows(chunk, low - start, high - start, Grid.placesOf(chunk, position), width, into)
        }
        start = end
      }
      return { keys: value.keys.subarray(from, to), columns, cells }
    })
  }
}
