/** Reads rows of stored values, chunk by chunk and each chunk once; values still in memory are not read at all. */
import * as Effect from "effect/Effect"
import type { ObjectDamaged, StoreError } from "../errors.ts"
import * as Grid from "../Grid.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"

export type ReadError = StoreError | ObjectDamaged

export class RowReader {
  private readonly store: Store["Service"]
  private readonly opened = new Map<string, OpenValue>()
  private readonly chunks = new Map<string, Grid.Grid>()
  private readonly whole = new Map<string, Grid.Grid>()

  constructor(store: Store["Service"]) {
    this.store = store
  }

  /** A value that is in memory anyway. */
  remember(content: string, grid: Grid.Grid): void {
    this.whole.set(content, grid)
  }

  forget(content: string): void {
    this.whole.delete(content)
  }

  open(content: string): Effect.Effect<OpenValue, ReadError> {
    const known = this.opened.get(content)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.tap(this.store.open(content), (value) => Effect.sync(() => this.opened.set(content, value)))
  }

  /** Rows [from, to) as a grid. */
  rows(content: string, from: number, to: number): Effect.Effect<Grid.Grid, ReadError> {
    const whole = this.whole.get(content)
    if (whole !== undefined) return Effect.succeed(Grid.slice(whole, from, to))
    return Effect.flatMap(this.open(content), (value) => this.readRows(value, from, to))
  }

  /** One chunk as a grid of all the value's columns. */
  chunk(value: OpenValue, index: number, start: number): Effect.Effect<Grid.Grid, ReadError> {
    const whole = this.whole.get(value.content)
    const { rows } = value.chunks[index]!
    if (whole !== undefined) return Effect.succeed(Grid.slice(whole, start, start + rows))
    const id = `${value.content} ${index}`
    const known = this.chunks.get(id)
    if (known !== undefined) return Effect.succeed(known)
    return Effect.map(this.store.chunk(value.content, index), (chunk) => {
      const keys = value.keys.subarray(start, start + rows)
      const grid = Grid.decode({ header: value.header, keys, chunks: [chunk] })
      this.chunks.set(id, grid)
      return grid
    })
  }

  private readRows(value: OpenValue, from: number, to: number): Effect.Effect<Grid.Grid, ReadError> {
    const columns = Grid.columnsOf(value.header)
    const width = columns.length
    return Effect.gen({ self: this }, function* () {
      const cells = new Float64Array(Math.max(0, to - from) * width)
      let start = 0
      for (let index = 0; index < value.chunks.length && start < to; index++) {
        const end = start + value.chunks[index]!.rows
        if (end > from) {
          const grid = yield* this.chunk(value, index, start)
          const [low, high] = [Math.max(from, start), Math.min(to, end)]
          cells.set(grid.cells.subarray((low - start) * width, (high - start) * width), (low - from) * width)
        }
        start = end
      }
      return { keys: value.keys.subarray(from, to), columns, cells }
    })
  }
}
