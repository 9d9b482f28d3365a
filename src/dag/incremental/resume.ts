/**
 * Runs a node that keeps state: from the last state that is still right, to where the state is again what it was and
 * nothing more is dirty. Columns that are computed apart are followed apart, each group to its own end.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { State } from "../Node.ts"
import type { Checkpoint, ResultRow } from "../store/Catalogue.ts"
import type { Store } from "../store/Store.ts"
import type { Interval } from "./intervals.ts"
import type { ReadError } from "./rowReader.ts"
import { type Runner, runSlice } from "./slice.ts"
import { type Ran, type RanSegment, rowsIn } from "./slices.ts"
import {
  absentState,
  forColumns,
  lay,
  sameState,
  type StateColumns,
  stateType,
  withColumns,
} from "./state.ts"
import type { Group, Work } from "./work.ts"

export interface Resumer<E> extends Runner<E> {
  readonly base: ResultRow
  readonly store: Store["Service"]
}

export const resume = <E>(resumer: Resumer<E>, work: Work): Effect.Effect<Ran, E | ReadError> =>
  Effect.gen(function* () {
    const states = new OldStates(resumer, work)
    const runs: Array<GroupRun> = []
    for (const group of work.groups) runs.push(yield* runGroup(resumer, work, group, states))
    return {
      segments: runs.flatMap(({ segments }) => segments),
      states: yield* keepStates(resumer, work, runs, states),
      rowsRun: rowsIn(runs.flatMap(({ computed }) => computed)),
      rowsGiven: rowsIn(runs.flatMap(({ given }) => given)),
    }
  })

// ------------------------------------------------------------------------------------------------------- one group

interface GroupRun {
  readonly columns: ReadonlyArray<string>
  readonly segments: ReadonlyArray<RanSegment>
  /** states after the rows at which it stopped, by row key */
  readonly states: ReadonlyMap<number, State>
  readonly computed: ReadonlyArray<Interval>
  readonly given: ReadonlyArray<Interval>
}

const runGroup = <E>(
  resumer: Resumer<E>,
  work: Work,
  { columns: some, rows: dirty }: Group,
  old: OldStates,
): Effect.Effect<GroupRun, E | ReadError> =>
  Effect.gen(function* () {
    const { keys, back } = work
    const columns = some === undefined ? work.columns : work.columns.filter((name) => some.has(name))
    const segments: Array<RanSegment> = []
    const states = new Map<number, State>()
    const computed: Array<Interval> = []
    const given: Array<Interval> = []
    let state: State | undefined
    let isClean = true // everything up to here is as it was
    let row = 0
    const stops = stopRows(work)
    while (row < keys.length) {
      const next = dirty.find(([, end]) => end > row)?.[0] ?? keys.length
      if (isClean && next === keys.length) break
      const at = isClean ? old.lastIn(row, Math.max(next, row)) : -1
      if (at >= 0) {
        row = at + 1
        state = yield* old.after(at, columns)
        continue
      }
      const end = stops.find((stop) => stop > row) ?? keys.length
      const from = Math.max(0, row - back)
      const slice = { from, to: end, skip: row - from, keep: end - row, state, columns: some }
      const answer = yield* runSlice(resumer, slice)
      segments.push({ from: row, grids: answer.grids })
      computed.push([row, end])
      given.push([from, end])
      state = answer.state!
      states.set(keys[end - 1]!, state)
      isClean = old.contentAt(end - 1) !== undefined && sameState(yield* old.after(end - 1, columns), state)
      row = end
    }
    return { columns, segments, states, computed, given }
  })

/** Rows after which runs stop and the state is kept: where it was kept before, so that the next append can go on, and after the last. */
function stopRows({ keys, bases }: Work): ReadonlyArray<number> {
  const ends = new Set<number>([keys.length])
  const { keys: before, chunks } = Object.values(bases)[0]!
  let row = 0
  const ranges = chunks.map(({ rows }) => ({ from: row, to: (row += rows) }))
  const stops = new Set(Grid.stopsOf(ranges).map((stop) => before[stop - 1]))
  for (let at = 1; at < keys.length; at++) if (stops.has(keys[at - 1])) ends.add(at)
  return [...ends].sort((a, b) => a - b)
}

// ------------------------------------------------------------------------------------------------- states of before

/** The states that the base kept, where their rows still stand. */
class OldStates {
  private readonly store: Store["Service"]
  private readonly declared: StateColumns | undefined
  private readonly contents: ReadonlyArray<string | undefined>

  constructor(
    { store, node, base }: Pick<Resumer<never>, "store" | "base" | "node">,
    { keys, moved }: Pick<Work, "keys" | "moved">,
  ) {
    const stored = new Map(base.states.map(({ key, content }) => [key, content]))
    this.store = store
    this.declared = node.node.spec.stateColumns
    this.contents = Array.from(keys, (key, row) => (moved.oldRow[row]! < 0 ? undefined : stored.get(key)))
  }

  contentAt(row: number): string | undefined {
    return this.contents[row]
  }

  /** The last row in [row, before) after which a state was kept, or -1. */
  lastIn(row: number, before: number): number {
    for (let at = before - 1; at >= row; at--) if (this.contents[at] !== undefined) return at
    return -1
  }

  /** The state after a row at which there is one, of some columns. */
  after(row: number, columns: ReadonlyArray<string>): Effect.Effect<State, ReadError> {
    return Effect.map(this.store.get(stateType, this.contents[row]!), (laid) =>
      forColumns(laid, columns, this.declared),
    )
  }
}

// --------------------------------------------------------------------------------------------------- states to keep

/** States of all columns at the rows where they are kept: taken over, computed, or put together from both. */
const keepStates = <E>(
  { node: { node }, store }: Resumer<E>,
  work: Work,
  runs: ReadonlyArray<GroupRun>,
  old: OldStates,
): Effect.Effect<ReadonlyArray<Checkpoint>, ReadError> =>
  Effect.gen(function* () {
    const kept: Array<Checkpoint> = []
    for (const row of stopRows(work).map((stop) => stop - 1)) {
      const key = work.keys[row]!
      const pieces = runs.filter(({ states }) => states.has(key))
      const content = old.contentAt(row)
      if (pieces.length === 0) {
        if (content !== undefined) kept.push({ key, content })
        continue
      }
      const before = content === undefined ? undefined : yield* old.after(row, work.columns)
      const state = together(pieces, key, before, work.columns, node.spec.stateColumns ?? {})
      if (state === undefined) continue
      const laid = lay(state, work.columns, node.spec.stateColumns)
      kept.push({ key, content: yield* store.put(stateType, laid) })
    }
    return kept
  })

/** Undefined where some columns have no state: they were not run up to here, and none was kept. */
function together(
  pieces: ReadonlyArray<GroupRun>,
  key: number,
  before: State | undefined,
  all: ReadonlyArray<string>,
  declared: StateColumns,
): State | undefined {
  const known = pieces.reduce((count, { columns }) => count + columns.length, 0)
  const first = pieces[0]!.states.get(key)!
  if (known === all.length && pieces.length === 1) return first
  if (known < all.length && before === undefined) return undefined
  return pieces.reduce(
    (whole, { columns, states }) => withColumns(whole, all, states.get(key)!, columns, declared),
    before ?? absentState(first, all, declared),
  )
}
