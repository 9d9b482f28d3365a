/**
 * A new result from an earlier one: the node runs on the smallest rows whose outputs may differ, plus lookback, and the
 * answer is spliced into what is stored. Gives undefined where running in full is right or cheaper.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { State } from "../Node.ts"
import type { PreparedNode } from "../Prepared.ts"
import type { Checkpoint, ResultRow } from "../store/Catalogue.ts"
import type { Store } from "../store/Store.ts"
import type { OpenValue } from "../store/Values.ts"
import { dirtyRows } from "./dirtyRows.ts"
import { type Delta, gridDiff, starts } from "./gridDiff.ts"
import { type Interval, merge, total } from "./intervals.ts"
import { type KeysDiff, keysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"
import { type CallNode, runSlice, type SliceInput } from "./slice.ts"
import { type Segment, splice } from "./splice.ts"
import { stateType } from "./state.ts"

export interface Extension {
  readonly outputs: Readonly<Record<string, string>>
  readonly states: ReadonlyArray<Checkpoint>
  /** rows of output that were computed */
  readonly rowsRun: number
  /** rows handed to the node, lookback included */
  readonly rowsGiven: number
}

export interface ExtendRequest<E> {
  readonly node: PreparedNode
  readonly base: ResultRow
  readonly inputs: ReadonlyArray<SliceInput>
  readonly store: Store["Service"]
  readonly reader: RowReader
  /** what changed between two contents, as far as it is known already */
  readonly deltas: Map<string, Delta>
  readonly documents: (input: SliceInput) => Effect.Effect<unknown, E>
  readonly call: CallNode<E>
}

export const extend = <E>(request: ExtendRequest<E>): Effect.Effect<Extension | undefined, E | ReadError> =>
  Effect.gen(function* () {
    const work = yield* prepareWork(request)
    if (work === undefined) return undefined
    const run = request.node.node.spec.stateful ? yield* resumed(request, work) : yield* sliced(request, work)
    if (run === undefined) return undefined
    const outputs: Record<string, string> = {}
    for (const [port, { type }] of Object.entries(request.node.node.spec.outputs)) {
      const base = work.bases[port]!
      const segments = run.segments.map(({ from, grids }): Segment => ({ from, grid: grids[port]! }))
      const columns = work.stable ? Grid.columnsOf(base.header) : segments[0]!.grid.columns
      const spliced = yield* splice(request.store, request.reader, {
        type,
        base,
        keys: work.keys,
        columns,
        moved: work.moved,
        segments,
      })
      if (spliced.delta !== undefined)
        request.deltas.set(deltaId(base.content, spliced.content), spliced.delta)
      outputs[port] = spliced.content
    }
    return { outputs, states: run.states, rowsRun: run.rowsRun, rowsGiven: run.rowsGiven }
  })

const deltaId = (old: string, now: string): string => `${old} ${now}`

// ------------------------------------------------------------------------------------------------- what must be done

interface Work {
  readonly keys: Int32Array
  readonly moved: KeysDiff
  readonly dirty: ReadonlyArray<Interval>
  /** rows before a dirty one that its computation reads */
  readonly back: number
  readonly ahead: number
  /** the stored outputs */
  readonly bases: Readonly<Record<string, OpenValue>>
  /** columns to compute, where the others cannot have changed */
  readonly only: ReadonlySet<string> | undefined
  /** whether inputs, and so outputs, have the columns that they had */
  readonly stable: boolean
}

/** Undefined when the base does not fit, or when more than half of the rows would run anyway. */
const prepareWork = <E>(request: ExtendRequest<E>): Effect.Effect<Work | undefined, E | ReadError> =>
  Effect.gen(function* () {
    const { node, base, inputs, reader } = request
    const pairs = pairInputs(base, inputs)
    if (pairs === undefined) return undefined
    const first = inputs.find(({ type }) => type.axis !== undefined)!
    const { keys } = yield* reader.open(first.content)
    const deltas: Array<{ readonly input: SliceInput; readonly delta: Delta }> = []
    for (const { input, old } of pairs) {
      if (input.type.axis === undefined) {
        if (old !== input.content) return undefined // a document changed: anything may differ
        continue
      }
      const now = yield* reader.open(input.content)
      if (!sameKeys(now.keys, keys)) return undefined
      if (old !== input.content) deltas.push({ input, delta: yield* deltaOf(request, old, input.content) })
    }
    const bases: Record<string, OpenValue> = {}
    for (const port of Object.keys(node.node.spec.outputs))
      bases[port] = yield* reader.open(base.outputs[port]!)
    const oldKeys = (yield* reader.open(pairs.find(({ input }) => input === first)!.old)).keys
    if (Object.values(bases).some((value) => !sameKeys(value.keys, oldKeys))) return undefined
    const moved = keysDiff(oldKeys, keys)
    const added = newRows(moved)
    const dirty = merge([
      ...deltas.flatMap(({ input, delta }) => dirtyRows(delta, input.input.reach, keys.length)),
      ...added,
    ])
    if (2 * total(dirty) > keys.length) return undefined
    const reaches = inputs.filter(({ type }) => type.axis !== undefined).map(({ input }) => input.reach)
    const back = Math.max(0, ...reaches.map((reach) => reach.back))
    const ahead = Math.max(0, ...reaches.map((reach) => reach.ahead))
    const stable = yield* columnsAreStable(request, pairs)
    // state is laid out by the columns of then; and without a row that runs, new columns are not known
    if (!stable && (node.node.spec.stateful || dirty.length === 0)) return undefined
    const only = stable && moved.shifts.length === 0 ? yield* onlyColumns(request, deltas, bases) : undefined
    return {
      keys,
      moved,
      dirty,
      back,
      ahead,
      bases,
      only,
      stable,
    }
  })

interface Pair {
  readonly input: SliceInput
  readonly old: string
}

/** Each input with the content that the base was made from; undefined when the base had other inputs. */
function pairInputs(base: ResultRow, inputs: ReadonlyArray<SliceInput>): ReadonlyArray<Pair> | undefined {
  if (base.inputs.length !== inputs.length || !inputs.some(({ type }) => type.axis !== undefined))
    return undefined
  const pairs = inputs.map((input, i): Pair => ({ input, old: base.inputs[i]!.content }))
  const sameNames = inputs.every(
    ({ input }, i) => input.port === base.inputs[i]!.port && (input.key ?? null) === base.inputs[i]!.key,
  )
  return sameNames ? pairs : undefined
}

const deltaOf = <E>(request: ExtendRequest<E>, old: string, now: string): Effect.Effect<Delta, ReadError> =>
  Effect.gen(function* () {
    const known = request.deltas.get(deltaId(old, now))
    if (known !== undefined) return known
    const delta = yield* gridDiff(
      request.reader,
      yield* request.reader.open(old),
      yield* request.reader.open(now),
    )
    request.deltas.set(deltaId(old, now), delta)
    return delta
  })

/** Whether every input still has the columns that it had. */
const columnsAreStable = <E>(
  { reader }: ExtendRequest<E>,
  pairs: ReadonlyArray<Pair>,
): Effect.Effect<boolean, ReadError> =>
  Effect.gen(function* () {
    for (const { input, old } of pairs) {
      if (input.type.axis === undefined || old === input.content) continue
      if ((yield* reader.open(old)).header !== (yield* reader.open(input.content)).header) return false
    }
    return true
  })

/**
 * A node of scope `each` needs to run only the columns that changed, when its inputs and outputs are all over the same
 * columns. (A stateful one runs them all: its state is laid out for all of them.)
 */
const onlyColumns = <E>(
  { node: { node }, inputs, reader }: ExtendRequest<E>,
  deltas: ReadonlyArray<{ readonly delta: Delta }>,
  bases: Readonly<Record<string, OpenValue>>,
): Effect.Effect<ReadonlySet<string> | undefined, ReadError> =>
  Effect.gen(function* () {
    if (node.spec.scope !== "each" || node.spec.stateful) return undefined
    const headers = new Set(Object.values(bases).map(({ header }) => header))
    for (const { type, content } of inputs)
      if (type.axis !== undefined) headers.add((yield* reader.open(content)).header)
    const [header] = headers
    if (headers.size !== 1) return undefined
    const only = new Set(deltas.flatMap(({ delta }) => [...delta.columns]))
    return only.size < Grid.columnsOf(header!).length ? only : undefined
  })

function newRows({ oldRow }: KeysDiff): ReadonlyArray<Interval> {
  const rows: Array<Interval> = []
  oldRow.forEach((old, row) => {
    if (old < 0) rows.push([row, row + 1])
  })
  return merge(rows)
}

const sameKeys = (left: Int32Array, right: Int32Array): boolean =>
  left === right || (left.length === right.length && left.every((key, i) => key === right[i]))

// --------------------------------------------------------------------------------------------------- running slices

interface Ran {
  readonly segments: ReadonlyArray<{
    readonly from: number
    readonly grids: Readonly<Record<string, Grid.Grid>>
  }>
  readonly states: ReadonlyArray<Checkpoint>
  readonly rowsRun: number
  readonly rowsGiven: number
}

const sliced = <E>(request: ExtendRequest<E>, work: Work): Effect.Effect<Ran, E | ReadError> =>
  Effect.gen(function* () {
    const { node, inputs, reader, documents, call } = request
    const gap =
      Number.isFinite(work.back) && Number.isFinite(work.ahead) ? work.back + work.ahead : work.keys.length
    const segments: Array<Ran["segments"][number]> = []
    let rowsGiven = 0
    for (const [start, end] of merge(work.dirty, gap)) {
      const from = Math.max(0, start - work.back)
      const to = Math.min(work.keys.length, end + work.ahead)
      const slice = { from, to, skip: start - from, keep: end - start, state: undefined, columns: work.only }
      const { grids } = yield* runSlice(node, inputs, reader, documents, call, slice)
      segments.push({ from: start, grids })
      rowsGiven += to - from
    }
    const rowsRun = segments.reduce((sum, { grids }) => sum + Object.values(grids)[0]!.keys.length, 0)
    return { segments, states: [], rowsRun, rowsGiven }
  })

/** From the last state that is still right, to where the state is again what it was and nothing more is dirty. */
const resumed = <E>(request: ExtendRequest<E>, work: Work): Effect.Effect<Ran, E | ReadError> =>
  Effect.gen(function* () {
    const { node, inputs, reader, documents, call, store, base } = request
    const { keys, dirty, back } = work
    const stored = new Map(base.states.map(({ key, content }) => [key, content]))
    const segments: Array<Ran["segments"][number]> = []
    const states: Array<Checkpoint> = []
    let rowsGiven = 0
    let rowsRun = 0
    let row = 0
    let content: string | undefined // of the state after the row before
    let isClean = true // everything up to here is as it was
    const stops = checkpointRows(work)
    while (row < keys.length) {
      const next = dirty.find(([, end]) => end > row)?.[0] ?? keys.length
      const resume = isClean ? lastState(stored, keys, row, Math.max(next, row)) : undefined
      if (resume !== undefined) {
        for (let at = row; at <= resume.row; at++) {
          const known = stored.get(keys[at]!)
          if (known !== undefined && work.moved.oldRow[at]! >= 0)
            states.push({ key: keys[at]!, content: known })
        }
        content = resume.content
        row = resume.row + 1
        continue
      }
      const end = stops.find((stop) => stop > row) ?? keys.length
      const from = Math.max(0, row - back)
      const state: State | undefined =
        content === undefined ? undefined : yield* store.get(stateType, content)
      const slice = { from, to: end, skip: row - from, keep: end - row, state, columns: undefined }
      const result = yield* runSlice(node, inputs, reader, documents, call, slice)
      segments.push({ from: row, grids: result.grids })
      rowsGiven += end - from
      rowsRun += end - row
      content = yield* store.put(stateType, result.state!)
      states.push({ key: keys[end - 1]!, content })
      isClean = stored.get(keys[end - 1]!) === content && work.moved.oldRow[end - 1]! >= 0
      row = end
    }
    return { segments, states, rowsRun, rowsGiven }
  })

/** The last row in [row, before) whose stored state can be taken. */
function lastState(
  stored: ReadonlyMap<number, string>,
  keys: Int32Array,
  row: number,
  before: number,
): { readonly row: number; readonly content: string } | undefined {
  for (let at = before - 1; at >= row; at--) {
    const content = stored.get(keys[at]!)
    if (content !== undefined) return { row: at, content }
  }
  return undefined
}

/** Rows after which the state is kept: ends of chunks, and of what was there before, so that the next append can go on. */
function checkpointRows({ keys, bases }: Work): ReadonlyArray<number> {
  const ends = new Set<number>([keys.length])
  const base = Object.values(bases)[0]!
  const baseEnds = new Set(starts(base).map((start) => base.keys[start - 1]))
  for (let row = 1; row < keys.length; row++) if (baseEnds.has(keys[row - 1])) ends.add(row)
  return [...ends].sort((a, b) => a - b)
}
