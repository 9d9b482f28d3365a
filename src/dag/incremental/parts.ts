/**
 * A new result of a node that reads the world in parts: only the rows of parts that changed are read, the others are taken
 * from the earlier result.
 */
import * as Effect from "effect/Effect"
import { changedParts, partNames } from "../External.ts"
import * as Grid from "../Grid.ts"
import type { PreparedNode } from "../Prepared.ts"
import type { ResultRow } from "../store/Catalogue.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"
import type { ValueType } from "../ValueType.ts"
import { type ChangedValue, type Changes, changesOf } from "./changes.ts"
import type { Delta } from "./gridDiff.ts"
import { keysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"
import type { CallNode } from "./slice.ts"
import { type Segment, splice, type Spliced } from "./splice.ts"
import { deltaId } from "./work.ts"

export interface PartsRequest<E> {
  readonly node: PreparedNode
  readonly base: ResultRow
  /** the state of the world now, as it stands in the key */
  readonly external: string | null
  readonly store: Store["Service"]
  readonly reader: RowReader
  readonly deltas: Map<string, Delta>
  readonly call: CallNode<E>
}

export interface PartsRead {
  readonly outputs: Readonly<Record<string, string>>
  readonly states: readonly []
  readonly rowsRun: number
  readonly rowsGiven: number
  /** what happened to the outputs: there are no inputs */
  readonly changes: Changes
}

/** Undefined when the node does not read in parts, or more than half of them changed. */
export const readParts = <E>(request: PartsRequest<E>): Effect.Effect<PartsRead | undefined, E | ReadError> =>
  Effect.gen(function* () {
    const { node, base, external, store, reader, call } = request
    const { spec } = node.node
    const parts = changedParts(base.external, external)
    if (spec.partOf === undefined || parts === undefined || node.inputs.length > 0) return undefined
    if (2 * parts.size > partNames(external).length) return undefined
    const isRead = (key: number): boolean => parts.has(spec.partOf!(key))
    const { ports } = yield* call({ inputs: {}, skip: 0, state: undefined, parts })
    const outputs: Record<string, string> = {}
    const changed: Array<ChangedValue> = []
    const joined = new JoinedKeys(isRead)
    let rowsRun = 0
    for (const [port, { type }] of Object.entries(spec.outputs)) {
      if (type.axis === undefined) {
        outputs[port] = yield* store.put(type, ports[port])
        continue
      }
      const grid = type.axis.toGrid(ports[port])
      refuseOtherRows(node, grid, isRead)
      rowsRun = grid.keys.length
      const old = yield* reader.open(base.outputs[port]!)
      const keys = joined.of(old.keys, grid.keys)
      const { content, delta } = yield* replace(request, type, old, grid, keys)
      outputs[port] = content
      changed.push({ old, now: { keys, header: Grid.headerOf(grid.columns) }, delta: delta ?? unknownDelta })
    }
    return { outputs, states: [], rowsRun, rowsGiven: rowsRun, changes: changesOf(changed) }
  })

/** Where columns are gone rows are not compared. */
const unknownDelta: Delta = { rows: [], shifts: [], columns: new Set() }

const replace = <E>(
  { store, reader, deltas }: PartsRequest<E>,
  type: ValueType<unknown>,
  base: OpenValue,
  grid: Grid.Grid,
  keys: Int32Array,
): Effect.Effect<Spliced, ReadError> =>
  Effect.gen(function* () {
    const spliced = yield* splice(store, reader, {
      type,
      base,
      keys,
      columns: grid.columns,
      moved: keysDiff(base.keys, keys),
      segments: segmentsOf(grid, keys),
    })
    const { content, delta } = spliced
    if (delta !== undefined) deltas.set(deltaId(base.content, content), delta)
    return spliced
  })

/** A node that answers rows of other parts is a mistake of its author. */
function refuseOtherRows({ id }: PreparedNode, { keys }: Grid.Grid, belongs: (key: number) => boolean): void {
  const other = keys.find((key) => !belongs(key))
  if (other === undefined) return
  throw new Error(`${id} was asked for some parts and answered the row ${other} of another one.`)
}

/** Old keys without those of changed parts, and the keys that were read; one array for all ports that share theirs. */
class JoinedKeys {
  private readonly isChanged: (key: number) => boolean
  private readonly known = new Map<Int32Array, Int32Array>()

  constructor(isChanged: (key: number) => boolean) {
    this.isChanged = isChanged
  }

  of(old: Int32Array, read: Int32Array): Int32Array {
    const known = this.known.get(old)
    if (known !== undefined) return known
    const kept = old.filter((key) => !this.isChanged(key))
    const joined = new Int32Array(kept.length + read.length)
    joined.set(kept)
    joined.set(read, kept.length)
    joined.sort()
    this.known.set(old, joined)
    return joined
  }
}

/** Stretches of rows that stand together among all keys. */
function segmentsOf(grid: Grid.Grid, keys: Int32Array): ReadonlyArray<Segment> {
  const segments: Array<Segment> = []
  let row = 0
  for (let from = 0; from < grid.keys.length; ) {
    while (keys[row] !== grid.keys[from]) row++
    let to = from
    while (to < grid.keys.length && keys[row + to - from] === grid.keys[to]) to++
    segments.push({ from: row, grid: Grid.slice(grid, from, to) })
    from = to
  }
  return segments
}
