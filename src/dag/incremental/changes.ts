/** What happened to the values that a result was extended for, in numbers: no value is read for it. */
import * as Grid from "../Grid.ts"
import type { OpenValue } from "../store/Values.ts"
import type { Delta } from "./gridDiff.ts"
import { type Interval, merge } from "./intervals.ts"
import { keysDiff } from "./keysDiff.ts"

export interface Changes {
  /** rows that came or went, by where they stood: after the last row of before, before its first, or between */
  readonly appended: number
  readonly backFilled: number
  readonly inserted: number
  readonly deleted: number
  /** rows of before in which a cell is another one, in any of the values */
  readonly revised: number
  readonly columnsAdded: number
  readonly columnsRemoved: number
}

export interface ChangedValue {
  readonly old: Pick<OpenValue, "keys" | "header">
  readonly now: Pick<OpenValue, "keys" | "header">
  readonly delta: Delta
}

/** Rows and columns of the values together: they share their keys, and those that did not change are not among them. */
export function changesOf(values: ReadonlyArray<ChangedValue>): Changes {
  const [first] = values
  const rows = first === undefined ? noRows : rowChanges(first.old.keys, first.now.keys)
  const revised =
    first === undefined ? 0 : revisedRows(first, merge(values.flatMap(({ delta }) => [...delta.rows])))
  const columns = values.map(({ old, now }) => columnChanges(old.header, now.header))
  return {
    ...rows,
    revised,
    columnsAdded: Math.max(0, ...columns.map(({ added }) => added)),
    columnsRemoved: Math.max(0, ...columns.map(({ removed }) => removed)),
  }
}

const noRows = { appended: 0, backFilled: 0, inserted: 0, deleted: 0 }

function rowChanges(old: Int32Array, now: Int32Array): typeof noRows {
  const { oldRow } = keysDiff(old, now)
  const [first, last] = [old[0] ?? Infinity, old.at(-1) ?? -Infinity]
  const counts = { ...noRows }
  let kept = 0
  now.forEach((key, row) => {
    if (oldRow[row]! >= 0) kept++
    else if (key > last) counts.appended++
    else if (key < first) counts.backFilled++
    else counts.inserted++
  })
  return { ...counts, deleted: old.length - kept }
}

function revisedRows({ old, now }: ChangedValue, rows: ReadonlyArray<Interval>): number {
  const { oldRow } = keysDiff(old.keys, now.keys)
  let count = 0
  for (const [from, to] of rows) for (let row = from; row < to; row++) if (oldRow[row]! >= 0) count++
  return count
}

function columnChanges(old: string, now: string): { readonly added: number; readonly removed: number } {
  if (old === now) return { added: 0, removed: 0 }
  const [before, after] = [new Set(Grid.columnsOf(old)), new Set(Grid.columnsOf(now))]
  return {
    added: [...after].filter((name) => !before.has(name)).length,
    removed: [...before].filter((name) => !after.has(name)).length,
  }
}
