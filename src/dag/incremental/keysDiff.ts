/** How the rows of a value moved between two versions. Rows are their keys; numbers only say where they stand. */
import { type Interval, merge } from "./intervals.ts"

export interface KeysDiff {
  /** for each new row its row in the old version, or -1 */
  readonly oldRow: Int32Array
  /** new rows at which a row was inserted, or beside which one was deleted: windows of rows reach elsewhere there */
  readonly shifts: ReadonlyArray<Interval>
}

const known = new WeakMap<Int32Array, WeakMap<Int32Array, KeysDiff>>()

/** Remembered: the values of a study share their keys. */
export function keysDiff(old: Int32Array, now: Int32Array): KeysDiff {
  const from = known.get(old) ?? new WeakMap<Int32Array, KeysDiff>()
  const diff = from.get(now) ?? findDiff(old, now)
  known.set(old, from.set(now, diff))
  return diff
}

function findDiff(old: Int32Array, now: Int32Array): KeysDiff {
  const oldRow = new Int32Array(now.length).fill(-1)
  const shifts: Array<Interval> = []
  let i = 0
  let j = 0
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) oldRow[j++] = i++
    else if (i >= old.length || (j < now.length && now[j]! < old[i]!)) {
      shifts.push([j, j + 1])
      j++
    } else {
      shifts.push([Math.max(0, j - 1), Math.min(now.length, j + 1)])
      i++
    }
  }
  return { oldRow, shifts: merge(shifts) }
}

/** Whether rows [from, to) stood together in the old version, as its rows from `start` on. */
export const isMoved = ({ oldRow }: KeysDiff, from: number, to: number, start: number): boolean =>
  to > from && oldRow[from] === start && oldRow[to - 1] === start + to - from - 1
