/**
 * Values on their way between threads. Grids go into a worker as shared memory, one copy for however many nodes read
 * them, and come back as memory that is handed over. Other values go as they are stored.
 */
import type { Encoded } from "../Encoded.ts"
import type { Grid } from "../Grid.ts"
import type { ValueType } from "../ValueType.ts"

export type Wire =
  | { readonly kind: "grid"; readonly grid: Grid }
  | { readonly kind: "encoded"; readonly encoded: Encoded }

/** By port; a record for a port that takes many. */
export type WirePorts = Readonly<Record<string, Wire | Readonly<Record<string, Wire>>>>

export function toWorker(type: ValueType<unknown>, value: unknown): Wire {
  if (type.axis === undefined) return { kind: "encoded", encoded: withOwnBytes(type.encode(value)) }
  const { keys, columns, cells } = type.axis.toGrid(value)
  return { kind: "grid", grid: { keys: shared(keys), columns, cells: shared(cells) } }
}

/** @param moved collects the memory to hand over; all of it is new, since a node may keep what it answers */
export function fromWorker(type: ValueType<unknown>, value: unknown, moved: Array<ArrayBuffer>): Wire {
  if (type.axis === undefined) return { kind: "encoded", encoded: withOwnBytes(type.encode(value)) }
  const grid = type.axis.toGrid(value)
  const keys = new Int32Array(grid.keys)
  const cells = new Float64Array(grid.cells)
  moved.push(keys.buffer, cells.buffer)
  return { kind: "grid", grid: { keys, columns: grid.columns, cells } }
}

export const fromWire = (type: ValueType<unknown>, wire: Wire): unknown =>
  wire.kind === "grid" ? type.axis!.fromGrid(wire.grid) : type.decode(wire.encoded)

/** Copies, since posting a view posts the whole buffer under it. */
const withOwnBytes = (encoded: Encoded): Encoded => ({
  ...encoded,
  chunks: encoded.chunks.map((chunk) => ({
    ...chunk,
    buffers: chunk.buffers.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) })),
  })),
})

type Numbers = Int32Array | Float64Array

const sharedCopies = new WeakMap<Numbers, Numbers>()

/** The same numbers in shared memory; a second call gives the first one's copy. */
function shared<A extends Numbers>(numbers: A): A {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers
  const known = sharedCopies.get(numbers)
  if (known !== undefined) return known as A
  const memory = new SharedArrayBuffer(numbers.byteLength)
  const copy = numbers instanceof Int32Array ? new Int32Array(memory) : new Float64Array(memory)
  copy.set(numbers)
  sharedCopies.set(numbers, copy)
  return copy as A
}
