/**
 * Values on a time axis as the engine sees them: rows known by an increasing integer key (for sessions, the epoch day),
 * named columns, doubles; NaN is absence. What a column means is no business of the engine.
 *
 * Stored as the keys, once for all values that share them, and chunks of rows. A chunk holds only the columns that have
 * a value in it, so that a new column rewrites no old chunk.
 */
import type { Chunk, Encoded } from "./Encoded.ts"

export interface Grid {
  /** strictly increasing */
  readonly keys: Int32Array
  readonly columns: ReadonlyArray<string>
  /** row-major, shape (keys, columns) */
  readonly cells: Float64Array
}

export const rows = (grid: Grid): number => grid.keys.length

/** Rows [from, to), sharing memory. */
export function slice(grid: Grid, from: number, to: number): Grid {
  const width = grid.columns.length
  return {
    keys: grid.keys.subarray(from, to),
    columns: grid.columns,
    cells: grid.cells.subarray(from * width, to * width),
  }
}

/** Only these columns, in this order; copies. */
export function pick(grid: Grid, columns: ReadonlyArray<number>): Grid {
  const width = grid.columns.length
  const cells = new Float64Array(grid.keys.length * columns.length)
  let at = 0
  for (let row = 0; row < grid.keys.length; row++)
    for (const column of columns) cells[at++] = grid.cells[row * width + column]!
  return { keys: grid.keys, columns: columns.map((column) => grid.columns[column]!), cells }
}

// ------------------------------------------------------------------------------------------------------- as a type

/** How a value is a grid, and how its rows are grouped. */
export interface Axis<A> {
  readonly toGrid: (value: A) => Grid
  readonly fromGrid: (grid: Grid) => A
  /** label of the chunk that a row belongs to, given the last row's key; rows of one label are consecutive */
  readonly label: (key: number, lastKey: number) => string
}

export interface ChunkRange {
  readonly label: string
  readonly from: number
  readonly to: number
}

const knownRanges = new WeakMap<Int32Array, ReadonlyArray<ChunkRange>>()

/** A function of the keys alone; remembered, since the values of a study share their keys. */
export function chunkRanges(keys: Int32Array, label: Axis<never>["label"]): ReadonlyArray<ChunkRange> {
  const known = knownRanges.get(keys)
  if (known !== undefined) return known
  const ranges = findRanges(keys, label)
  knownRanges.set(keys, ranges)
  return ranges
}

function findRanges(keys: Int32Array, label: Axis<never>["label"]): ReadonlyArray<ChunkRange> {
  const ranges: Array<{ label: string; from: number; to: number }> = []
  const lastKey = keys[keys.length - 1] ?? 0
  for (let row = 0; row < keys.length; row++) {
    const name = label(keys[row]!, lastKey)
    const open = ranges[ranges.length - 1]
    if (open !== undefined && open.label === name) open.to = row + 1
    else ranges.push({ label: name, from: row, to: row + 1 })
  }
  return ranges
}

export const headerOf = (columns: ReadonlyArray<string>): string => JSON.stringify({ columns })

export const columnsOf = (header: string): ReadonlyArray<string> =>
  (JSON.parse(header) as { readonly columns: ReadonlyArray<string> }).columns

export function encode(grid: Grid, label: Axis<never>["label"]): Encoded {
  return {
    header: headerOf(grid.columns),
    keys: grid.keys,
    chunks: chunkRanges(grid.keys, label).map(({ label: name, from, to }) =>
      encodeChunk(slice(grid, from, to), name),
    ),
  }
}

export function encodeChunk(grid: Grid, label: string): Chunk {
  const width = grid.columns.length
  const present = grid.columns
    .map((_, column) => column)
    .filter((column) => hasValue(grid.cells, width, column))
  const cells = new Float64Array(grid.keys.length * present.length)
  let at = 0
  for (let start = 0; start < grid.cells.length; start += width) {
    for (const column of present) {
      const value = grid.cells[start + column]!
      cells[at++] = Number.isNaN(value) ? NaN : value // one bit pattern for every NaN
    }
  }
  const names = JSON.stringify(present.map((column) => grid.columns[column]))
  return {
    label,
    rows: grid.keys.length,
    buffers: [
      { name: "columns", bytes: new TextEncoder().encode(names) },
      { name: "cells", bytes: new Uint8Array(cells.buffer) },
    ],
  }
}

function hasValue(cells: Float64Array, width: number, column: number): boolean {
  for (let at = column; at < cells.length; at += width) if (!Number.isNaN(cells[at]!)) return true
  return false
}

/** @param encoded all chunks of a value, or some consecutive ones with the keys of their rows */
export function decode(encoded: Encoded): Grid {
  const columns = columnsOf(encoded.header)
  const keys = encoded.keys ?? new Int32Array(0)
  const cells = new Float64Array(keys.length * columns.length)
  const position = new Map(columns.map((name, column) => [name, column]))
  let row = 0
  for (const chunk of encoded.chunks) {
    const into = cells.subarray(row * columns.length, (row + chunk.rows) * columns.length)
    scatter(chunk, position, columns.length, into)
    row += chunk.rows
  }
  return { keys, columns, cells }
}

/** A chunk's columns to their places among all; columns that it has and the value has not are dropped. */
function scatter(
  chunk: Chunk,
  position: ReadonlyMap<string, number>,
  width: number,
  into: Float64Array,
): void {
  const [names, cells] = chunk.buffers
  const stored = JSON.parse(new TextDecoder().decode(names!.bytes)) as ReadonlyArray<string>
  // a buffer of the bytes' own: views of typed arrays need an aligned start
  const source = new Float64Array(new Uint8Array(cells!.bytes).buffer)
  const places = stored.map((name) => position.get(name) ?? -1)
  if (stored.length === width && places.every((place, i) => place === i)) return into.set(source)
  into.fill(NaN)
  let at = 0
  for (let start = 0; start < into.length; start += width) {
    for (const place of places) {
      if (place >= 0) into[start + place] = source[at]!
      at++
    }
  }
}
