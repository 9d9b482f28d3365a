/** Reads the stored numbers of a run, cell by cell, row by row, window by window. What is not there is NaN. */
import * as Effect from "effect/Effect"
import type { StoreError } from "../../dag/errors.ts"
import * as Grid from "../../dag/Grid.ts"
import { RowReader } from "../../dag/incremental/rowReader.ts"
import type { Store } from "../../dag/store/Store.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { NotInCache } from "./errors.ts"
import type { Wire } from "./RunGraph.ts"

export type ReadFailure = NotInCache | StoreError

export type Read<A> = Effect.Effect<A, ReadFailure>

/** An output, or nothing where an input is not connected. */
export type Source = Wire | undefined

/** A number of a list, with the date or asset that it belongs to. */
export type Named = readonly [of: string, value: number]

export interface BenchOptions {
  readonly store: Store["Service"]
  readonly run: string
  /** command that computes again what is read */
  readonly again: string
}

/** Of so many columns, chunks are read whole and kept: the next number is mostly one beside the last. */
const fewColumns = 64

export class Bench {
  readonly store: Store["Service"]
  readonly run: string
  private readonly options: BenchOptions
  private readonly reader: RowReader

  constructor(options: BenchOptions) {
    this.options = options
    this.store = options.store
    this.run = options.run
    this.reader = new RowReader(options.store)
  }

  /** Fails with what to do where the cache no longer has what is read. */
  reading<A, E>(
    wire: Wire,
    read: Effect.Effect<A, E>,
  ): Effect.Effect<A, Exclude<E, { _tag: "ObjectDamaged" }> | NotInCache> {
    const { run, again } = this.options
    const gone = new NotInCache({
      run,
      value: `${wire.node.id}.${wire.port}`,
      command: again,
    })
    return Effect.catchIf(
      read,
      (error): error is Extract<E, { _tag: "ObjectDamaged" }> =>
        typeof error === "object" && error !== null && "_tag" in error && error._tag === "ObjectDamaged",
      () => Effect.fail(gone),
    ) as Effect.Effect<A, Exclude<E, { _tag: "ObjectDamaged" }> | NotInCache>
  }

  /** Epoch days of the rows; none of what is not connected. */
  days(wire: Source): Read<Int32Array> {
    return wire === undefined
      ? Effect.succeed(new Int32Array(0))
      : Effect.map(this.reading(wire, this.reader.open(wire.content)), ({ keys }) => keys)
  }

  columns(wire: Wire): Read<ReadonlyArray<string>> {
    return Effect.map(this.reading(wire, this.reader.open(wire.content)), ({ header }) =>
      Grid.columnsOf(header),
    )
  }

  /** The session so many rows before another; undefined before the first one. */
  dayBefore(wire: Source, day: number, sessions: number): Read<number | undefined> {
    return Effect.map(this.days(wire), (days) => days[rowAtOrBefore(days, day) - sessions])
  }

  /** Rows [from, to) as a grid, of these columns or of all. */
  rows(wire: Wire, from: number, to: number, wanted?: ReadonlySet<string>): Read<Grid.Grid> {
    const whole = this.reader.rows(wire.content, from, to)
    if (wanted === undefined) return this.reading(wire, whole)
    return Effect.flatMap(this.columns(wire), (columns) =>
      columns.length > fewColumns
        ? this.reading(wire, this.reader.rows(wire.content, from, to, wanted))
        : Effect.map(this.reading(wire, whole), (grid) =>
            Grid.pick(
              grid,
              [...grid.columns.keys()].filter((column) => wanted.has(grid.columns[column]!)),
            ),
          ),
    )
  }

  cell(wire: Source, day: number, column: string): Read<number> {
    return Effect.map(this.stretch(wire, day, day, column), (entries) => entries[0]?.[1] ?? NaN)
  }

  /** All columns of a session, in their order. */
  row(wire: Source, day: number): Read<ReadonlyArray<Named>> {
    return Effect.flatMap(this.days(wire), (days) => {
      const row = rowAtOrBefore(days, day)
      if (wire === undefined || days[row] !== day) return Effect.succeed([])
      return Effect.map(this.rows(wire, row, row + 1), ({ columns, cells }) =>
        columns.map((name, i): Named => [name, cells[i]!]),
      )
    })
  }

  /** One column from one session to another, both included, by date. */
  stretch(wire: Source, from: number, to: number, column: string): Read<ReadonlyArray<Named>> {
    return Effect.flatMap(this.days(wire), (days) => {
      const first = rowAtOrBefore(days, from - 1) + 1
      const end = rowAtOrBefore(days, to) + 1
      if (wire === undefined || first >= end) return Effect.succeed([])
      return Effect.map(this.rows(wire, first, end, new Set([column])), ({ keys, columns, cells }) =>
        Array.from(keys, (day, i): Named => [formatIsoDate(day), columns.length === 0 ? NaN : cells[i]!]),
      )
    })
  }

  /** The last `count` rows up to a session; fewer where history starts within them. */
  window(wire: Source, day: number, count: number, column: string): Read<ReadonlyArray<Named>> {
    return Effect.flatMap(this.days(wire), (days) => {
      const row = rowAtOrBefore(days, day)
      return row < 0
        ? Effect.succeed([])
        : this.stretch(wire, days[Math.max(0, row - count + 1)]!, day, column)
    })
  }
}

/** The last row on or before a day; −1 where there is none. */
export function rowAtOrBefore(days: Int32Array, day: number): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low - 1
}
