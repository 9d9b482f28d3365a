/**
 * What a plan can honestly promise: which nodes would be extended and over how many rows at most, by the reach that each
 * declares, and how long nodes took before. Below a source or a document that is not known yet it promises nothing.
 *
 * A node's possible rows are told against its last result: where an input has run already, by what differs in it; where
 * it has not, by the rows that it may change itself.
 */
import * as Effect from "effect/Effect"
import type { ObjectDamaged, StoreError } from "./errors.ts"
import { shownKey } from "./Grid.ts"
import { type History, openHistory, resultsOf } from "./History.ts"
import { dirtyRows } from "./incremental/dirtyRows.ts"
import { type Delta, gridDiff } from "./incremental/gridDiff.ts"
import { type Interval, merge, total } from "./incremental/intervals.ts"
import { keysDiff } from "./incremental/keysDiff.ts"
import { RowReader } from "./incremental/rowReader.ts"
import type { NodePlan, Plan } from "./Plan.ts"
import type { PreparedInput, PreparedNode } from "./Prepared.ts"
import type { ResultRow } from "./store/Catalogue.ts"
import { Store } from "./store/Store.ts"

export interface Forecast {
  /** `extend`: only some rows may run; `unknown`: it may be cached, extended or run in full */
  readonly status: NodePlan["status"] | "extend"
  /** at most these rows would be computed; null where all would be, or nothing is known */
  readonly rows: RowsForecast | null
  /** whether it is sure that the node runs at all; an input that has not run may give what it gave before */
  readonly isSure: boolean
  /** milliseconds; null where the node never ran */
  readonly predictedMs: number | null
}

export interface RowsForecast {
  readonly atMost: number
  readonly of: number
  /** keys of the first and the last row that may run, as the value's type shows them; null when none may */
  readonly first: string | null
  readonly last: string | null
}

/** Runs whose times are looked at. */
const remembered = 20

export const forecast = (plan: Plan): Effect.Effect<ReadonlyMap<string, Forecast>, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const history = yield* openHistory(plan.name, remembered)
    const desk: Desk = { plan, store, reader: new RowReader(store), possible: new Map() }
    const all = new Map<string, Forecast>()
    for (const node of plan.graph.nodes) all.set(node.id, yield* forecastNode(desk, history, node))
    return all
  })

interface Desk {
  readonly plan: Plan
  readonly store: Store["Service"]
  readonly reader: RowReader
  /** rows that a node which has not run may change, where that is bounded */
  readonly possible: Map<string, Possible>
}

interface Possible {
  readonly base: ResultRow
  /** of the output to come */
  readonly keys: Int32Array
  readonly rows: ReadonlyArray<Interval>
  /** those of them that differ for another reason than state */
  readonly dirty: ReadonlyArray<Interval>
  /** rows that would be computed for it */
  readonly runs: ReadonlyArray<Interval>
  readonly shifts: ReadonlyArray<Interval>
  /** rows that were not there before */
  readonly fresh: ReadonlyArray<Interval>
  /** whether the columns are those that there were */
  readonly stable: boolean
}

const forecastNode = (
  desk: Desk,
  history: History,
  node: PreparedNode,
): Effect.Effect<Forecast, StoreError, Store> =>
  Effect.gen(function* () {
    const planned = desk.plan.nodes.get(node.id)!
    if (planned.status === "cached") return { status: "cached", rows: null, isSure: true, predictedMs: 0 }
    const timings = yield* resultsOf(history, node.id)
    const isSure = planned.status === "run"
    const possible = yield* possibleRows(desk, node).pipe(
      Effect.catchTag("ObjectDamaged", () => Effect.succeed(undefined)),
    )
    if (possible !== undefined) desk.possible.set(node.id, possible)
    const { code } = desk.plan.identities.get(node.id)!
    const mayExtend =
      possible !== undefined &&
      fits(node, possible, isSure) &&
      (yield* desk.store.certificate(code.fingerprint)) !== undefined
    if (!mayExtend)
      return { status: planned.status, rows: null, isSure, predictedMs: predict(timings, undefined) }
    const rows = rowsForecast(node, possible)
    return { status: "extend", rows, isSure, predictedMs: predict(timings, rows.atMost) }
  })

/** What the engine asks before it extends: rows in every output, fewer than half of them, and columns that fit what is stored; at times it takes more. */
function fits({ node: { spec } }: PreparedNode, { keys, dirty, stable }: Possible, isSure: boolean): boolean {
  if (Object.values(spec.outputs).some(({ type }) => type.axis === undefined)) return false
  const outlivesColumns = isSure && !spec.stateful && spec.scope === "each" && dirty.length > 0
  return 2 * total(dirty) <= keys.length && (stable || outlivesColumns)
}

function rowsForecast(node: PreparedNode, { keys, runs: rows }: Possible): RowsForecast {
  const { axis } = Object.values(node.node.spec.outputs)[0]!.type
  const show = (row: number | undefined): string | null =>
    row === undefined ? null : shownKey(axis, keys[row]!)
  const last = rows.at(-1)?.[1]
  return {
    atMost: total(rows),
    of: keys.length,
    first: show(rows[0]?.[0]),
    last: show(last === undefined ? undefined : last - 1),
  }
}

/**
 * The time of the run that is most like this one, in proportion to its rows.
 *
 * @param rows that will run; undefined for all of them
 */
function predict(timings: ReadonlyArray<ResultRow>, rows: number | undefined): number | null {
  const [latest] = timings
  if (latest === undefined) return null
  const timed = timings.flatMap(({ rowsRun, wallMs }) => (rowsRun === null ? [] : [{ rowsRun, wallMs }]))
  if (timed.length === 0) return latest.wallMs
  const wanted = rows ?? Math.max(...timed.map(({ rowsRun }) => rowsRun))
  const distance = (rowsRun: number): number => Math.abs(Math.log((rowsRun + 1) / (wanted + 1)))
  const nearest = timed.reduce((best, one) => (distance(one.rowsRun) < distance(best.rowsRun) ? one : best))
  return (nearest.wallMs * (wanted + 1)) / (nearest.rowsRun + 1)
}

// ---------------------------------------------------------------------------------------------------- possible rows

type Change = Omit<Possible, "base" | "dirty" | "runs">

type Bounded<A> = Effect.Effect<A | undefined, StoreError | ObjectDamaged>

/** Undefined where every row may differ, or nothing can be said. */
const possibleRows = (desk: Desk, node: PreparedNode): Bounded<Possible> =>
  Effect.gen(function* () {
    const { spec } = node.node
    const planned = desk.plan.nodes.get(node.id)!
    if (spec.external !== undefined || spec.validForMs !== undefined) return undefined
    if (Object.values(spec.outputs).every(({ type }) => type.axis === undefined)) return undefined
    if (planned.status === "run" && planned.reasons.some(({ kind }) => kind !== "input-changed"))
      return undefined
    const base = yield* desk.store.latestByRecipe(desk.plan.recipes.get(node.id)!)
    if (base === undefined || base.inputs.length !== node.inputs.length) return undefined
    let keys: Int32Array | undefined
    const rows: Array<Interval> = []
    const shifts: Array<Interval> = []
    let fresh: ReadonlyArray<Interval> = []
    let stable = true
    for (const [i, input] of node.inputs.entries()) {
      const changed = yield* possibleChange(desk, input, base.inputs[i]!.content)
      if (changed === undefined) return undefined
      if (changed === "none") continue
      if (keys !== undefined && keys.length !== changed.keys.length) return undefined
      keys = changed.keys
      const dirty = dirtyRows(
        { rows: changed.rows, shifts: changed.shifts, columns: new Set() },
        input.reach,
        keys.length,
      )
      rows.push(...dirty, ...changed.fresh)
      shifts.push(...changed.shifts)
      fresh = changed.fresh
      stable &&= changed.stable
    }
    if (keys === undefined) return undefined
    const dirty = merge(rows)
    const onwards = spec.stateful ? resumed(base, keys, dirty) : undefined
    const runs = onwards ?? merge(dirty, gapOf(node, keys.length))
    return { base, keys, rows: onwards ?? dirty, dirty, runs, shifts, fresh, stable }
  })

/** Dirty rows that are no farther apart than this are computed in one go, as they would share lookback. */
function gapOf({ inputs }: PreparedNode, count: number): number {
  const onAxis = inputs.filter(
    ({ from, fromPort }) => from.node.spec.outputs[fromPort]!.type.axis !== undefined,
  )
  const reaches = onAxis.map(({ reach }) => reach)
  const most = (of: "back" | "ahead"): number => Math.max(0, ...reaches.map((reach) => reach[of]))
  return Math.min(count, most("back") + most("ahead"))
}

/** A stateful node goes on from the last state kept before the first dirty row, and every later row may differ. */
function resumed(
  { states }: ResultRow,
  keys: Int32Array,
  dirty: ReadonlyArray<Interval>,
): ReadonlyArray<Interval> {
  const [first] = dirty
  if (first === undefined) return []
  const kept = states.map(({ key }) => keys.indexOf(key)).filter((row) => row < first[0])
  return [[Math.max(-1, ...kept) + 1, keys.length]]
}

/** "none" for a document that stays what it was; undefined where nothing bounds the change. */
const possibleChange = (desk: Desk, input: PreparedInput, old: string): Bounded<Change | "none"> =>
  Effect.gen(function* () {
    const { axis } = input.from.node.spec.outputs[input.fromPort]!.type
    const planned = desk.plan.nodes.get(input.from.id)!
    const now = planned.status === "unknown" ? undefined : planned.result?.outputs[input.fromPort]
    if (now !== undefined) {
      if (axis === undefined) return now === old ? "none" : undefined
      const [before, after] = [yield* desk.reader.open(old), yield* desk.reader.open(now)]
      const delta: Delta = yield* gridDiff(desk.reader, before, after)
      const fresh = newRows(before.keys, after.keys)
      const stable = before.header === after.header
      return { keys: after.keys, rows: delta.rows, shifts: delta.shifts, fresh, stable }
    }
    const above = desk.possible.get(input.from.id)
    // else it would be told against another version than this node was made from
    return axis !== undefined && above?.base.outputs[input.fromPort] === old ? above : undefined
  })

function newRows(old: Int32Array, now: Int32Array): ReadonlyArray<Interval> {
  const { oldRow } = keysDiff(old, now)
  return merge(
    Array.from(oldRow).flatMap((was, row): ReadonlyArray<Interval> => (was < 0 ? [[row, row + 1]] : [])),
  )
}
