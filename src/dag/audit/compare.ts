/** Where two answers differ, bit for bit (every NaN is the same NaN, and 0 is not −0). */
import type { Grid } from "../Grid.ts"
import type { State } from "../Node.ts"
import type { Answered } from "./answer.ts"

export interface Difference {
  /** output port, or `state` */
  readonly port: string
  /** key of the row; null where the output has no rows */
  readonly row: number | null
  readonly column: string | null
  readonly expected: number | string
  readonly found: number | string
}

/** Rows whose key lies in [from, to). */
export interface KeyRange {
  readonly from: number
  readonly to: number
}

const allKeys: KeyRange = { from: -Infinity, to: Infinity }

/** The first difference in the outputs on a time axis. */
export function differenceOfRows(
  expected: Answered,
  found: Answered,
  range: KeyRange = allKeys,
): Difference | undefined {
  for (const [port, grid] of Object.entries(expected.grids)) {
    const difference = differenceOfGrids(port, grid, found.grids[port]!, range)
    if (difference !== undefined) return difference
  }
  return undefined
}

function differenceOfGrids(port: string, left: Grid, right: Grid, range: KeyRange): Difference | undefined {
  const names = differenceOfNames(port, left.columns, right.columns)
  if (names !== undefined) return names
  const [a, b] = [rowRange(left.keys, range), rowRange(right.keys, range)]
  const width = left.columns.length
  for (let i = 0; i < Math.max(a.to - a.from, b.to - b.from); i++) {
    const [key, other] = [keyAt(left, a, i), keyAt(right, b, i)]
    if (key !== other)
      return { port, row: key ?? other ?? null, column: null, expected: rowText(key), found: rowText(other) }
    for (let column = 0; column < width; column++) {
      const was = left.cells[(a.from + i) * width + column]!
      const is = right.cells[(b.from + i) * width + column]!
      if (!Object.is(was, is))
        return { port, row: key ?? null, column: left.columns[column]!, expected: was, found: is }
    }
  }
  return undefined
}

interface RowRange {
  readonly from: number
  readonly to: number
}

function rowRange(keys: Int32Array, { from, to }: KeyRange): RowRange {
  let start = 0
  while (start < keys.length && keys[start]! < from) start++
  let end = keys.length
  while (end > start && keys[end - 1]! >= to) end--
  return { from: start, to: end }
}

const keyAt = ({ keys }: Grid, { from, to }: RowRange, i: number): number | undefined =>
  from + i < to ? keys[from + i] : undefined

const rowText = (key: number | undefined): string => (key === undefined ? "no row" : "a row")

function differenceOfNames(
  port: string,
  left: ReadonlyArray<string>,
  right: ReadonlyArray<string>,
): Difference | undefined {
  if (left.length === right.length && left.every((name, i) => name === right[i])) return undefined
  return { port, row: null, column: null, expected: left.join(", "), found: right.join(", ") }
}

export function differenceOfDocuments(expected: Answered, found: Answered): Difference | undefined {
  for (const [port, text] of Object.entries(expected.documents)) {
    const other = found.documents[port]!
    if (other !== text) return { port, row: null, column: null, ...excerpts(text, other) }
  }
  return undefined
}

/** From shortly before the first character that differs. */
function excerpts(left: string, right: string): { readonly expected: string; readonly found: string } {
  let at = 0
  while (at < left.length && left[at] === right[at]) at++
  const start = Math.max(0, at - 20)
  return { expected: left.slice(start, at + 40), found: right.slice(start, at + 40) }
}

export function differenceOfStates(
  expected: State | undefined,
  found: State | undefined,
): Difference | undefined {
  const names = [...new Set([...Object.keys(expected ?? {}), ...Object.keys(found ?? {})])]
  for (const name of names) {
    const [left, right] = [expected?.[name], found?.[name]]
    const length = Math.max(left?.length ?? 0, right?.length ?? 0)
    for (let i = 0; i < length; i++) {
      const [was, is] = [left?.[i], right?.[i]]
      if (Object.is(was, is)) continue
      const at = { port: "state", row: null, column: `${name}[${i}]` }
      return { ...at, expected: was ?? "nothing", found: is ?? "nothing" }
    }
  }
  return undefined
}
