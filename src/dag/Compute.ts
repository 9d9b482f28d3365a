/**
 * Computes one node: extends an earlier result where that gives the same bits for less work, else runs it in full.
 * A large stateful node is run in slices that end where chunks end, so that its state is kept there.
 */
import * as Effect from "effect/Effect"
import { type CallContext, callNode } from "./callNode.ts"
import type { IndexMismatch, NodeFailed, NodeTimeout, ObjectDamaged, StoreError } from "./errors.ts"
import * as Grid from "./Grid.ts"
import type { Changes } from "./incremental/changes.ts"
import { extend, type Extension } from "./incremental/extend.ts"
import type { Delta } from "./incremental/gridDiff.ts"
import { readParts } from "./incremental/parts.ts"
import { RowReader } from "./incremental/rowReader.ts"
import type { SliceAnswer, SliceCall, SliceInput } from "./incremental/slice.ts"
import { lay, type LaidState, stateType } from "./incremental/state.ts"
import type { Spec, State } from "./Node.ts"
import { portId } from "./portId.ts"
import type { PreparedNode } from "./Prepared.ts"
import { type Indexed, indexMismatch } from "./sameIndex.ts"
import type { Checkpoint, ResultRow } from "./store/Catalogue.ts"
import type { Store } from "./store/Store.ts"

type CallFailure = NodeFailed | NodeTimeout

export type Failure = CallFailure | StoreError | ObjectDamaged | IndexMismatch

export interface Computed {
  readonly fate: "computed" | "extended"
  /** content hash of each port */
  readonly outputs: Readonly<Record<string, string>>
  /** values of the ports, where they were made whole */
  readonly values: Readonly<Record<string, unknown>> | undefined
  readonly states: ReadonlyArray<Checkpoint>
  /** rows of output computed, and rows of input handed over for it; null without a time axis */
  readonly rowsRun: number | null
  readonly rowsGiven: number | null
  /** what an extended result was extended for */
  readonly changes: Changes | null
}

/** Below it one call is cheaper than keeping the state of every year. */
const defaultWholeLimitCells = 1 << 18

/** Shared by the nodes of one run. */
export class Workshop {
  readonly store: Store["Service"]
  readonly reader: RowReader
  readonly deltas = new Map<string, Delta>()
  readonly context: CallContext
  /** stateful nodes over more cells are run in slices */
  readonly wholeLimitCells: number

  constructor(
    store: Store["Service"],
    context: CallContext,
    wholeLimitCells: number = defaultWholeLimitCells,
  ) {
    this.store = store
    this.reader = new RowReader(store)
    this.context = context
    this.wholeLimitCells = wholeLimitCells
  }
}

/** Values of inputs, read only when they are asked for. */
export type ReadInput = (input: SliceInput) => Effect.Effect<unknown, Failure>

export const compute = (
  workshop: Workshop,
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  read: ReadInput,
  base: ResultRow | undefined,
  external: string | null,
): Effect.Effect<Computed, Failure> =>
  Effect.gen(function* () {
    const call = (request: SliceCall): Effect.Effect<SliceAnswer, CallFailure> =>
      callNode(node, request, workshop.context)
    if (base !== undefined && canExtend(node)) {
      const { store, reader, deltas } = workshop
      const request = { node, base, inputs, external, store, reader, deltas, documents: read, call }
      const extending: Effect.Effect<Extension | undefined, Failure> =
        node.node.spec.external === undefined ? extend(request) : readParts(request)
      const checked: typeof extending = Effect.flatMap(refuseStored(workshop, node, inputs), () => extending)
      const extension = yield* Effect.catchTag(
        // what the base left behind may be gone or damaged: the node then runs in full
        checked,
        "ObjectDamaged",
        () => Effect.succeed(undefined),
      )
      if (extension !== undefined) return { fate: "extended", values: undefined, ...extension }
    }
    return yield* runInFull(workshop, node, inputs, read, call)
  })

/** Values on a time axis can be spliced, and those that the world is read into part by part. */
export const canExtend = ({ node: { spec } }: PreparedNode): boolean =>
  !spec.aligns && // its rows are not those of its inputs
  (spec.external === undefined ? onAxis(spec) : spec.partOf !== undefined)

const onAxis = ({ outputs }: Spec): boolean =>
  Object.values(outputs).every(({ type }) => type.axis !== undefined)

// --------------------------------------------------------------------------------------------------------- in full

const runInFull = (
  workshop: Workshop,
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  read: ReadInput,
  call: (request: SliceCall) => Effect.Effect<SliceAnswer, CallFailure>,
): Effect.Effect<Computed, Failure> =>
  Effect.gen(function* () {
    const values = yield* gather(node, inputs, read)
    yield* refuseValues(node, inputs, values)
    const stops = node.node.spec.stateful ? stopsOf(inputs, values, workshop.wholeLimitCells) : []
    const { ports, states } =
      stops.length > 1
        ? yield* runSliced(workshop, node, inputs, values, stops, call)
        : yield* runWhole(workshop, node, inputs, values, call)
    const outputs: Record<string, string> = {}
    for (const [port, { type }] of Object.entries(node.node.spec.outputs)) {
      outputs[port] = yield* workshop.store.put(type, ports[port])
    }
    const rows = rowsOf(node, ports)
    return { fate: "computed", outputs, values: ports, states, rowsRun: rows, rowsGiven: rows, changes: null }
  })

type PortValues = Readonly<Record<string, unknown>>

interface RanInFull {
  readonly ports: PortValues
  readonly states: ReadonlyArray<Checkpoint>
}

const runWhole = (
  { store }: Workshop,
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  values: PortValues,
  call: (request: SliceCall) => Effect.Effect<SliceAnswer, CallFailure>,
): Effect.Effect<RanInFull, Failure> =>
  Effect.gen(function* () {
    const { ports, state } = yield* call({ inputs: values, skip: 0, state: undefined })
    const keys = firstGrid(inputs, values)?.keys
    const states =
      state === undefined || keys === undefined || keys.length === 0
        ? []
        : [
            {
              key: keys.at(-1)!,
              content: yield* store.put(stateType, laidState(node, inputs, values, state)),
            },
          ]
    return { ports, states }
  })

/** The same bits as in one pass (the chunking law), with the state kept after each slice. */
const runSliced = (
  { store }: Workshop,
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  values: PortValues,
  stops: ReadonlyArray<number>,
  call: (request: SliceCall) => Effect.Effect<SliceAnswer, CallFailure>,
): Effect.Effect<RanInFull, Failure> =>
  Effect.gen(function* () {
    const { keys } = firstGrid(inputs, values)!
    const back = Math.max(
      0,
      ...inputs.filter(({ type }) => type.axis !== undefined).map(({ input }) => input.reach.back),
    )
    const pieces: Array<{ readonly from: number; readonly ports: PortValues; readonly skip: number }> = []
    const states: Array<Checkpoint> = []
    let state: SliceAnswer["state"]
    let from = 0
    for (const to of stops) {
      const start = Math.max(0, from - back)
      const answer = yield* call({ inputs: cut(inputs, values, start, to), skip: from - start, state })
      pieces.push({ from, ports: answer.ports, skip: from - start })
      state = answer.state
      const laid = laidState(node, inputs, values, state!)
      states.push({ key: keys[to - 1]!, content: yield* store.put(stateType, laid) })
      from = to
    }
    return { ports: join(node, pieces, keys), states }
  })

function laidState(
  { node: { spec } }: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  values: PortValues,
  state: State,
): LaidState {
  const members = inputs.find(({ type }) => type.axis !== undefined && type.columns !== "fields")
  return lay(state, members === undefined ? [] : gridOf(members, values).columns, spec.stateColumns)
}

/** Ends of chunks, where a stateful node over many cells keeps its state; empty for small ones. */
function stopsOf(
  inputs: ReadonlyArray<SliceInput>,
  values: PortValues,
  limitCells: number,
): ReadonlyArray<number> {
  const input = inputs.find(({ type }) => type.axis !== undefined)
  if (input === undefined) return []
  const grid = gridOf(input, values)
  if (grid.cells.length <= limitCells) return []
  return Grid.stopsOf(Grid.chunkRanges(grid.keys, input.type.axis!.label))
}

function join(
  node: PreparedNode,
  pieces: ReadonlyArray<{ readonly from: number; readonly ports: PortValues; readonly skip: number }>,
  keys: Int32Array,
): PortValues {
  return Object.fromEntries(
    Object.entries(node.node.spec.outputs).map(([port, { type }]) => {
      const grids = pieces.map(({ ports, skip }) => ({ grid: type.axis!.toGrid(ports[port]), skip }))
      const { columns } = grids[0]!.grid
      const cells = new Float64Array(keys.length * columns.length)
      grids.forEach(({ grid, skip }, i) => {
        cells.set(grid.cells.subarray(skip * columns.length), pieces[i]!.from * columns.length)
      })
      return [port, type.axis!.fromGrid({ keys, columns, cells })]
    }),
  )
}

// ----------------------------------------------------------------------------------------------------------- index

/** Fails where inputs that are read whole do not stand on one index. */
const refuseValues = (
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  values: PortValues,
): Effect.Effect<void, IndexMismatch> =>
  refuse(
    node,
    onTimeAxis(node, inputs).map((input) => {
      const { keys, columns } = gridOf(input, values)
      return indexedOf(input, keys, columns)
    }),
  )

/** The same of inputs of which only some rows will be read. */
const refuseStored = (
  { reader }: Workshop,
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
): Effect.Effect<void, Failure> =>
  Effect.flatMap(
    Effect.forEach(onTimeAxis(node, inputs), (input) =>
      Effect.map(reader.open(input.content), ({ keys, header }) =>
        indexedOf(input, keys, Grid.columnsOf(header)),
      ),
    ),
    (indexed) => refuse(node, indexed),
  )

/** Inputs that must share their index. */
const onTimeAxis = ({ node }: PreparedNode, inputs: ReadonlyArray<SliceInput>): ReadonlyArray<SliceInput> =>
  node.spec.aligns ? [] : inputs.filter(({ type }) => type.axis !== undefined)

function indexedOf(
  { input: { port, key, from, fromPort }, type }: SliceInput,
  keys: Int32Array,
  columns: ReadonlyArray<string>,
): Indexed {
  return {
    input: `${key === undefined ? port : `${port}.${key}`} (${portId(from.id, fromPort)})`,
    keys,
    members: type.columns === "fields" ? undefined : columns,
    showKey: (row) => Grid.shownKey(type.axis, row),
  }
}

const refuse = (node: PreparedNode, indexed: ReadonlyArray<Indexed>): Effect.Effect<void, IndexMismatch> => {
  const found = indexMismatch(node.id, indexed)
  return found === undefined ? Effect.void : Effect.fail(found)
}

// ---------------------------------------------------------------------------------------------------------- inputs

/** The inputs as `run` wants them: one value a port, or a record of values for a `many` port. */
const gather = (
  node: PreparedNode,
  inputs: ReadonlyArray<SliceInput>,
  read: ReadInput,
): Effect.Effect<PortValues, Failure> =>
  Effect.gen(function* () {
    const values: Record<string, unknown> = {}
    for (const [port, { arity }] of Object.entries(node.node.spec.inputs))
      if (arity === "many") values[port] = {}
    for (const one of inputs) place(values, one, yield* read(one))
    return values
  })

function place(values: Record<string, unknown>, { input: { port, key } }: SliceInput, value: unknown): void {
  if (key === undefined) values[port] = value
  else (values[port] as Record<string, unknown>)[key] = value
}

function valueAt(values: PortValues, { input: { port, key } }: SliceInput): unknown {
  return key === undefined ? values[port] : (values[port] as Record<string, unknown>)[key]
}

const gridOf = (input: SliceInput, values: PortValues): Grid.Grid =>
  input.type.axis!.toGrid(valueAt(values, input))

function firstGrid(inputs: ReadonlyArray<SliceInput>, values: PortValues): Grid.Grid | undefined {
  const input = inputs.find(({ type }) => type.axis !== undefined)
  return input === undefined ? undefined : gridOf(input, values)
}

/** Rows [from, to) of every input that has rows. */
function cut(inputs: ReadonlyArray<SliceInput>, values: PortValues, from: number, to: number): PortValues {
  const out: Record<string, unknown> = {}
  for (const [port, value] of Object.entries(values)) out[port] = isRecordPort(inputs, port) ? {} : value
  for (const one of inputs) {
    const { axis } = one.type
    place(
      out,
      one,
      axis === undefined ? valueAt(values, one) : axis.fromGrid(Grid.slice(gridOf(one, values), from, to)),
    )
  }
  return out
}

const isRecordPort = (inputs: ReadonlyArray<SliceInput>, port: string): boolean =>
  inputs.some(({ input }) => input.port === port && input.key !== undefined)

function rowsOf(node: PreparedNode, ports: PortValues): number | null {
  const found = Object.entries(node.node.spec.outputs).find(([, { type }]) => type.axis !== undefined)
  return found === undefined ? null : Grid.rows(found[1].type.axis!.toGrid(ports[found[0]]))
}
