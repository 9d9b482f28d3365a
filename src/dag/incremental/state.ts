/** State of stateful nodes as a value: named vectors of doubles, kept so that a node can go on from some row. */
import type { State } from "../Node.ts"
import type { ValueType } from "../ValueType.ts"

/** A state with the columns that some of its vectors are laid out by; null where none is, or it is not declared. */
export interface LaidState {
  readonly columns: ReadonlyArray<string> | null
  readonly vectors: State
}

/** The vectors that have one entry a column, with the entry of a column without any value. */
export type StateColumns = Readonly<Record<string, number>>

export const stateType: ValueType<LaidState> = {
  name: "state",
  widens: [],
  describe: ({ vectors }) => Object.keys(vectors).join(", "),
  encode: ({ columns, vectors }) => {
    const names = Object.keys(vectors).sort()
    const lengths = names.map((name) => vectors[name]!.length)
    const numbers = new Float64Array(lengths.reduce((sum, length) => sum + length, 0))
    let at = 0
    for (const name of names) {
      for (const value of vectors[name]!) numbers[at++] = Number.isNaN(value) ? NaN : value
    }
    const bytes = new Uint8Array(numbers.buffer)
    return {
      header: JSON.stringify({ names, lengths, columns }),
      chunks: [{ label: "all", rows: 0, buffers: [{ name: "numbers", bytes }] }],
    }
  },
  decode: ({ header, chunks }) => {
    const { names, lengths, columns } = JSON.parse(header) as {
      names: ReadonlyArray<string>
      lengths: ReadonlyArray<number>
      columns: ReadonlyArray<string> | null
    }
    const numbers = new Float64Array(new Uint8Array(chunks[0]!.buffers[0]!.bytes).buffer)
    let at = 0
    const vectors = names.map((name, i): [string, Float64Array] => {
      const vector = numbers.slice(at, at + lengths[i]!)
      at += lengths[i]!
      return [name, vector]
    })
    return { columns, vectors: Object.fromEntries(vectors) }
  },
}

/** A state to keep, with the columns of the inputs that it was handed over for. */
export const lay = (
  vectors: State,
  columns: ReadonlyArray<string>,
  declared: StateColumns | undefined,
): LaidState => ({
  columns: declared === undefined || Object.keys(declared).length === 0 ? null : columns,
  vectors,
})

/** The state of some columns: those that it knows not have had no value. A state without columns fits any. */
export function forColumns(
  { columns, vectors }: LaidState,
  wanted: ReadonlyArray<string>,
  declared: StateColumns | undefined,
): State {
  if (columns === null || declared === undefined || sameNames(columns, wanted)) return vectors
  const places = new Map(columns.map((name, i) => [name, i]))
  return mapVectors(vectors, (vector, name) => {
    const absent = declared[name]
    if (absent === undefined) return vector
    return Float64Array.from(wanted, (column) => {
      const place = places.get(column)
      return place === undefined ? absent : vector[place]!
    })
  })
}

/** A state of all columns with that of some of them put in its place. */
export function withColumns(
  state: State,
  all: ReadonlyArray<string>,
  some: State,
  columns: ReadonlyArray<string>,
  declared: StateColumns,
): State {
  const places = new Map(all.map((name, i) => [name, i]))
  return mapVectors(some, (vector, name) => {
    if (declared[name] === undefined) return vector
    const whole = state[name]!.slice()
    columns.forEach((column, i) => {
      whole[places.get(column)!] = vector[i]!
    })
    return whole
  })
}

/** A state of columns that have had no value. */
export const absentState = (some: State, all: ReadonlyArray<string>, declared: StateColumns): State =>
  mapVectors(some, (vector, name) =>
    declared[name] === undefined ? vector : new Float64Array(all.length).fill(declared[name]),
  )

export function sameState(left: State, right: State): boolean {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [one, other] = [left[name]!, right[name]]
      return other?.length === one.length && one.every((value, i) => Object.is(value, other[i]))
    })
  )
}

const sameNames = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean =>
  left === right || (left.length === right.length && left.every((name, i) => name === right[i]))

const mapVectors = (state: State, f: (vector: Float64Array, name: string) => Float64Array): State =>
  Object.fromEntries(Object.entries(state).map(([name, vector]) => [name, f(vector, name)]))
