/**
 * What must be done to make a new result from an earlier one: which rows of which columns may differ, from what changed in
 * the inputs and how far the node reaches into them.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { PreparedNode } from "../Prepared.ts"
import type { ResultRow } from "../store/Catalogue.ts"
import type { OpenValue } from "../store/Values.ts"
import { dirtyRows } from "./dirtyRows.ts"
import { type Delta, gridDiff } from "./gridDiff.ts"
import { type Interval, merge, total } from "./intervals.ts"
import { type KeysDiff, keysDiff } from "./keysDiff.ts"
import type { ReadError, RowReader } from "./rowReader.ts"
import type { SliceInput } from "./slice.ts"

export interface Work {
  readonly keys: Int32Array
  readonly moved: KeysDiff
  /** rows to compute, by columns; at most two groups that share no column */
  readonly groups: ReadonlyArray<Group>
  /** rows before and after a dirty one that its computation reads */
  readonly back: number
  readonly ahead: number
  /** the stored outputs */
  readonly bases: Readonly<Record<string, OpenValue>>
  /** columns of the inputs whose columns are members of a set; empty where there is no such input */
  readonly columns: ReadonlyArray<string>
  /** whether inputs, and so outputs, have the columns that they had */
  readonly stable: boolean
  /** what changed in the inputs */
  readonly deltas: ReadonlyArray<InputDelta>
}

/** Rows to compute of some columns. */
export interface Group {
  /** undefined: all */
  readonly columns: ReadonlySet<string> | undefined
  readonly rows: ReadonlyArray<Interval>
}

export interface InputDelta {
  readonly input: SliceInput
  readonly old: OpenValue
  readonly now: OpenValue
  readonly delta: Delta
}

export interface WorkRequest {
  readonly node: PreparedNode
  readonly base: ResultRow
  readonly inputs: ReadonlyArray<SliceInput>
  readonly reader: RowReader
  /** what changed between two contents, as far as it is known already */
  readonly deltas: Map<string, Delta>
}

/** Undefined when the base does not fit, or when more than half would run anyway. */
export const prepareWork = (request: WorkRequest): Effect.Effect<Work | undefined, ReadError> =>
  Effect.gen(function* () {
    const { node, base, inputs, reader } = request
    const pairs = pairInputs(base, inputs)
    if (pairs === undefined) return undefined
    const first = inputs.find(isGrid)!
    const { keys } = yield* reader.open(first.content)
    const deltas: Array<InputDelta> = []
    for (const { input, old: content } of pairs) {
      if (!isGrid(input)) {
        if (content !== input.content) return undefined // a document changed: anything may differ
        continue
      }
      const now = yield* reader.open(input.content)
      if (!sameKeys(now.keys, keys)) return undefined
      if (content === input.content) continue
      const old = yield* reader.open(content)
      deltas.push({ input, old, now, delta: yield* deltaOf(request, old, now) })
    }
    const bases: Record<string, OpenValue> = {}
    for (const port of Object.keys(node.node.spec.outputs))
      bases[port] = yield* reader.open(base.outputs[port]!)
    const oldKeys = (yield* reader.open(pairs.find(({ input }) => input === first)!.old)).keys
    if (Object.values(bases).some((value) => !sameKeys(value.keys, oldKeys))) return undefined
    const moved = keysDiff(oldKeys, keys)
    const members = yield* memberColumns(request, pairs)
    const stable = deltas.every(({ old, now }) => old.header === now.header)
    const apart = members.isApart(bases)
    const groups = groupsOf(deltas, moved, keys.length, apart ? members.now : undefined)
    const columns = members.now
    if (!isWorthwhile(groups, columns.length, keys.length)) return undefined
    if (!stable && !outlives(node, members, apart || groups.length > 0)) return undefined
    if (!stable && !apart && !deltas.every(keepsOrder)) return undefined
    const reaches = inputs.filter(isGrid).map(({ input }) => input.reach)
    const back = Math.max(0, ...reaches.map((reach) => reach.back))
    const ahead = Math.max(0, ...reaches.map((reach) => reach.ahead))
    return { keys, moved, groups, back, ahead, bases, columns, stable, deltas }
  })

const isGrid = ({ type }: SliceInput): boolean => type.axis !== undefined

/** Whether other columns can be dealt with: state by its declared columns, outputs when it is known which columns they have. */
function outlives({ node: { spec } }: PreparedNode, members: Members, knowsOutputs: boolean): boolean {
  if (!spec.stateful) return knowsOutputs
  if (spec.stateColumns === undefined) return false
  return knowsOutputs && (members.isShared || Object.keys(spec.stateColumns).length === 0)
}

/** Sums over a row depend on the order of its columns: a node that looks across them must see those that stay in theirs. */
function keepsOrder({ old, now }: InputDelta): boolean {
  if (old.header === now.header) return true
  const places = new Map(Grid.columnsOf(now.header).map((name, i) => [name, i]))
  const common = Grid.columnsOf(old.header).flatMap((name) => places.get(name) ?? [])
  return common.every((place, i) => i === 0 || common[i - 1]! < place)
}

/** Running more than half of the cells again costs more than running all. */
function isWorthwhile(groups: ReadonlyArray<Group>, width: number, rows: number): boolean {
  const shareOf = ({ columns }: Group): number =>
    columns === undefined ? 1 : columns.size / Math.max(1, width)
  const work = groups.reduce((sum, group) => sum + total(group.rows) * shareOf(group), 0)
  return 2 * work <= rows
}

// ---------------------------------------------------------------------------------------------------------- inputs

interface Pair {
  readonly input: SliceInput
  readonly old: string
}

/** Each input with the content that the base was made from; undefined when the base had other inputs. */
function pairInputs(base: ResultRow, inputs: ReadonlyArray<SliceInput>): ReadonlyArray<Pair> | undefined {
  if (base.inputs.length !== inputs.length || !inputs.some(isGrid)) return undefined
  const pairs = inputs.map((input, i): Pair => ({ input, old: base.inputs[i]!.content }))
  const sameNames = inputs.every(
    ({ input }, i) => input.port === base.inputs[i]!.port && (input.key ?? null) === base.inputs[i]!.key,
  )
  return sameNames ? pairs : undefined
}

export const deltaId = (old: string, now: string): string => `${old} ${now}`

const deltaOf = (request: WorkRequest, old: OpenValue, now: OpenValue): Effect.Effect<Delta, ReadError> =>
  Effect.gen(function* () {
    const id = deltaId(old.content, now.content)
    const known = request.deltas.get(id)
    if (known !== undefined) return known
    const delta = yield* gridDiff(request.reader, old, now)
    request.deltas.set(id, delta)
    return delta
  })

// --------------------------------------------------------------------------------------------------------- columns

/** The columns that the inputs share, now and when the base was made. */
interface Members {
  /** of the first such input; empty where there is none */
  readonly now: ReadonlyArray<string>
  /** whether all of them have the same */
  readonly isShared: boolean
  /** whether the node computes each column apart, so that some can run without the others */
  readonly isApart: (bases: Readonly<Record<string, OpenValue>>) => boolean
}

const isMembers = ({ type }: SliceInput): boolean => type.axis !== undefined && type.columns !== "fields"

const memberColumns = (
  { node: { node }, reader }: WorkRequest,
  pairs: ReadonlyArray<Pair>,
): Effect.Effect<Members, ReadError> =>
  Effect.gen(function* () {
    const now = new Set<string>()
    const before = new Set<string>()
    for (const { input, old } of pairs.filter((pair) => isMembers(pair.input))) {
      now.add((yield* reader.open(input.content)).header)
      before.add((yield* reader.open(old)).header)
    }
    const [header] = now
    const outputs = Object.values(node.spec.outputs)
    const isShared = now.size === 1 && before.size === 1
    const mayBeApart =
      isShared &&
      node.spec.scope === "each" &&
      (!node.spec.stateful || node.spec.stateColumns !== undefined) &&
      outputs.every(({ type }) => type.columns !== "fields")
    return {
      now: header === undefined ? [] : Grid.columnsOf(header),
      isShared,
      isApart: (bases) => mayBeApart && Object.values(bases).every((base) => before.has(base.header)),
    }
  })

/**
 * Where columns are computed apart, those that changed run where they did, the others only where rows came or went. The
 * columns of an input that are fields count for all.
 *
 * @param apart columns of a node that computes each apart; undefined for other nodes
 */
function groupsOf(
  deltas: ReadonlyArray<InputDelta>,
  moved: KeysDiff,
  count: number,
  apart: ReadonlyArray<string> | undefined,
): ReadonlyArray<Group> {
  const fresh = newRows(moved)
  const dirtyOf = (chosen: ReadonlyArray<InputDelta>): ReadonlyArray<Interval> =>
    chosen.flatMap(({ input, delta }) => dirtyRows(delta, input.input.reach, count))
  const all = merge([...dirtyOf(deltas), ...fresh])
  if (all.length === 0) return []
  if (apart === undefined) return [{ columns: undefined, rows: all }]
  const rowsAlone = deltas.map(
    (one): InputDelta => (isMembers(one.input) ? { ...one, delta: { ...one.delta, rows: fresh } } : one),
  )
  const common = merge([...dirtyOf(rowsAlone), ...fresh])
  const changed = new Set(deltas.flatMap(({ input, delta }) => (isMembers(input) ? [...delta.columns] : [])))
  const others = new Set(apart.filter((name) => !changed.has(name)))
  if (total(common) === total(all) || others.size === 0) return [{ columns: undefined, rows: all }]
  const groups: Array<Group> = []
  if (changed.size > 0) groups.push({ columns: changed, rows: all })
  if (common.length > 0) groups.push({ columns: others, rows: common })
  return groups
}

function newRows({ oldRow }: KeysDiff): ReadonlyArray<Interval> {
  const rows: Array<Interval> = []
  oldRow.forEach((old, row) => {
    if (old < 0) rows.push([row, row + 1])
  })
  return merge(rows)
}

const sameKeys = (left: Int32Array, right: Int32Array): boolean =>
  left === right || (left.length === right.length && left.every((key, i) => key === right[i]))
