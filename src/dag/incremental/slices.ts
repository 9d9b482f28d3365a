/** Runs a node that keeps no state over the rows that may differ, each stretch of them in one call. */
import * as Effect from "effect/Effect"
import type * as Grid from "../Grid.ts"
import type { Checkpoint } from "../store/Catalogue.ts"
import { type Interval, merge, total } from "./intervals.ts"
import type { ReadError } from "./rowReader.ts"
import { type Runner, runSlice } from "./slice.ts"
import type { Work } from "./work.ts"

/** Rows that were computed, from `from` on; of all columns, or of those that the grids name. */
export interface RanSegment {
  readonly from: number
  readonly grids: Readonly<Record<string, Grid.Grid>>
}

export interface Ran {
  readonly segments: ReadonlyArray<RanSegment>
  readonly states: ReadonlyArray<Checkpoint>
  /** rows of output that were computed, in any column */
  readonly rowsRun: number
  /** rows handed to the node, lookback included */
  readonly rowsGiven: number
}

export const runSlices = <E>(runner: Runner<E>, work: Work): Effect.Effect<Ran, E | ReadError> =>
  Effect.gen(function* () {
    const { back, ahead, keys } = work
    const gap = Number.isFinite(back) && Number.isFinite(ahead) ? back + ahead : keys.length
    const segments: Array<RanSegment> = []
    const given: Array<Interval> = []
    const computed: Array<Interval> = []
    for (const { columns, rows } of work.groups) {
      for (const [start, end] of merge(rows, gap)) {
        const from = Math.max(0, start - back)
        const to = Math.min(keys.length, end + ahead)
        const slice = { from, to, skip: start - from, keep: end - start, state: undefined, columns }
        const { grids } = yield* runSlice(runner, slice)
        segments.push({ from: start, grids })
        given.push([from, to])
        computed.push([start, end])
      }
    }
    return { segments, states: [], rowsRun: rowsIn(computed), rowsGiven: rowsIn(given) }
  })

/** Rows in any of the intervals. */
export const rowsIn = (intervals: ReadonlyArray<Interval>): number => total(merge(intervals))
