/** Where two values of a type first differ: the first cell, place in a document, or byte. */
import type { Encoded } from "./Encoded.ts"
import { type Grid, shownKey } from "./Grid.ts"
import type { ValueType } from "./ValueType.ts"

export interface Difference {
  /** `2020-03-17, USEQ`, `net.sharpe`, `byte 1024 of bytes` */
  readonly place: string
  /** null where there is nothing at the place */
  readonly stored: unknown
  readonly computed: unknown
}

/** Undefined when they are the same to the bit. */
export function firstDifference(
  type: ValueType<unknown>,
  stored: unknown,
  computed: unknown,
): Difference | undefined {
  if (type.axis === undefined) return inEncoded(type.encode(stored), type.encode(computed))
  const { toGrid } = type.axis
  return inGrids(toGrid(stored), toGrid(computed), (key) => shownKey(type.axis, key))
}

function inGrids(a: Grid, b: Grid, show: (key: number) => string): Difference | undefined {
  const names = inLists("column", a.columns, b.columns)
  if (names !== undefined) return names
  const rows = inLists("row", Array.from(a.keys, show), Array.from(b.keys, show))
  if (rows !== undefined) return rows
  const at = a.cells.findIndex((cell, i) => !Object.is(cell, b.cells[i]))
  if (at < 0) return undefined
  const width = a.columns.length
  return {
    place: `${show(a.keys[Math.floor(at / width)]!)}, ${a.columns[at % width]}`,
    stored: cellOf(a.cells[at]!),
    computed: cellOf(b.cells[at]!),
  }
}

/** JSON has no NaN and no −0. */
const cellOf = (cell: number): unknown => (Number.isNaN(cell) ? "NaN" : Object.is(cell, -0) ? "-0" : cell)

function inLists(what: string, a: ReadonlyArray<string>, b: ReadonlyArray<string>): Difference | undefined {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return { place: `${what} ${i + 1}`, stored: a[i] ?? null, computed: b[i] ?? null }
  }
  return undefined
}

function inEncoded(a: Encoded, b: Encoded): Difference | undefined {
  if (a.header !== b.header) return inJson(JSON.parse(a.header), JSON.parse(b.header), "")
  for (const [i, { buffers }] of a.chunks.entries()) {
    for (const [j, { name, bytes }] of buffers.entries()) {
      const other = b.chunks[i]?.buffers[j]?.bytes ?? new Uint8Array(0)
      const length = Math.max(bytes.length, other.length)
      for (let at = 0; at < length; at++) {
        if (bytes[at] !== other[at])
          return { place: `byte ${at} of ${name}`, stored: bytes[at] ?? null, computed: other[at] ?? null }
      }
    }
  }
  return undefined
}

function inJson(a: unknown, b: unknown, path: string): Difference | undefined {
  if (isNested(a) && isNested(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = inJson(a[name], b[name], path === "" ? name : `${path}.${name}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  return JSON.stringify(a) === JSON.stringify(b)
    ? undefined
    : { place: path === "" ? "(the whole)" : path, stored: a ?? null, computed: b ?? null }
}

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null
