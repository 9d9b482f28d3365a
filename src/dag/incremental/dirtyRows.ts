/** Which rows of an output may differ, from what changed in an input and how far the output reaches into it. */
import type { Reach } from "../Reach.ts"
import type { Delta } from "./gridDiff.ts"
import { type Interval, merge } from "./intervals.ts"

/** @param count rows of the output now */
export function dirtyRows(delta: Delta, reach: Reach, count: number): ReadonlyArray<Interval> {
  const clip = (from: number, to: number): Interval => [Math.max(0, from), Math.min(count, to)]
  const byValue = delta.rows.map(([from, to]) => clip(from - reach.ahead, to + reach.back))
  // an inserted or deleted row shifts what a window reads: everything between the row and its farthest reader
  const byShift = delta.shifts.map(([from, to]) =>
    clip(from - Math.max(0, reach.ahead), to + Math.max(0, reach.back)),
  )
  return merge([...byValue, ...byShift])
}
