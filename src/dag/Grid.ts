/**
 * Values on a time axis as the engine sees them: rows known by an increasing integer key (for sessions, the epoch day),
 * named columns, doubles; NaN is absence. What a column means is no business of the engine.
 *
 * Stored as the keys, once for all values that share them, and chunks of rows. A chunk holds only the columns that have
 * a value in it, so that a new column rewrites no old chunk.
 */
import type { ByteRange, Chunk, Encoded } from "./Encoded.ts"

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
  /** a row's key as people write it; the number itself where this is absent */
  readonly showKey?: (key: number) => string
}

export const shownKey = (axis: Pick<Axis<never>, "showKey"> | undefined, key: number): string =>
  axis?.showKey?.(key) ?? String(key)

export interface ChunkRange {
  readonly label: string
  readonly from: number
  readonly to: number
}

/**
 * Rows after which it is worth keeping a state: the ends of chunks of more than one row, and of all rows.
 */
export function stopsOf(ranges: ReadonlyArray<Pick<ChunkRange, "from" | "to">>): ReadonlyArray<number> {
  return ranges.flatMap(({ from, to }, i) => (to - from > 1 || i === ranges.length - 1 ? [to] : []))
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
  parsed(header, (text) => (JSON.parse(text) as { readonly columns: ReadonlyArray<string> }).columns)

/** Names read lately: the values of a study share them, and all their chunks. */
const knownNames = new Map<string, ReadonlyArray<string>>()
const rememberedNames = 64

function parsed(text: string, parse: (text: string) => ReadonlyArray<string>): ReadonlyArray<string> {
  const known = knownNames.get(text)
  if (known !== undefined) return known
  const names = parse(text)
  knownNames.set(text, names)
  if (knownNames.size > rememberedNames) knownNames.delete(knownNames.keys().next().value!)
  return names
}

export function encode(grid: Grid, label: Axis<never>["label"]): Encoded {
  return {
    header: headerOf(grid.columns),
    keys: grid.keys,
    chunks: chunkRanges(grid.keys, label).map(({ label: name, from, to }) =>
      encodeChunk(slice(grid, from, to), name),
    ),
  }
}

/** A column's cells stand together, so that some columns can be read without the others. */
export function encodeChunk(grid: Grid, label: string): Chunk {
  const width = grid.columns.length
  const rows = grid.keys.length
  const present = grid.columns
    .map((_, column) => column)
    .filter((column) => hasValue(grid.cells, width, column))
  const cells = new Float64Array(rows * present.length)
  forBlocks(rows, width, (from, to) => {
    present.forEach((column, place) => {
      let at = from * width + column
      for (let row = from; row < to; row++, at += width) {
        const value = grid.cells[at]!
        cells[place * rows + row] = Number.isNaN(value) ? NaN : value // one bit pattern for every NaN
      }
    })
  })
  const names = present.length === width ? grid.columns : present.map((column) => grid.columns[column]!)
  return chunkOf(label, rows, names, cells)
}

/** The chunk of columns that stand one after the other, with one bit pattern for every NaN; those without a value go. */
export function encodeColumns(
  rows: number,
  names: ReadonlyArray<string>,
  cells: Float64Array,
  label: string,
): Chunk {
  const present: Array<number> = []
  for (let column = 0, at = 0; column < names.length; column++) {
    const end = at + rows
    while (at < end && Number.isNaN(cells[at]!)) at++
    if (at < end) present.push(column)
    at = end
  }
  if (present.length === names.length) return chunkOf(label, rows, names, cells)
  const kept = new Float64Array(rows * present.length)
  present.forEach((column, i) => kept.set(cells.subarray(column * rows, (column + 1) * rows), i * rows))
  return chunkOf(
    label,
    rows,
    present.map((column) => names[column]!),
    kept,
  )
}

function chunkOf(label: string, rows: number, names: ReadonlyArray<string>, cells: Float64Array): Chunk {
  const columnBytes = rows * 8
  return {
    label,
    rows,
    buffers: [
      { name: "columns", bytes: bytesOf(names) },
      {
        name: "cells",
        bytes: new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength),
        stripe: columnBytes * Math.max(1, Math.floor(stripeBytes / columnBytes)),
      },
    ],
  }
}

const knownBytes = new WeakMap<ReadonlyArray<string>, Uint8Array>()

/** Remembered: the chunks of a value name the same columns. */
function bytesOf(names: ReadonlyArray<string>): Uint8Array {
  const known = knownBytes.get(names)
  if (known !== undefined) return known
  const bytes = new TextEncoder().encode(JSON.stringify(names))
  knownBytes.set(names, bytes)
  return bytes
}

/** Columns are checked together up to this many bytes: a checksum each would cost more than reading them. */
const stripeBytes = 16 << 10

/** Rows that stay in the processor's cache while their columns are copied one after the other. */
function forBlocks(rows: number, width: number, copy: (from: number, to: number) => void): void {
  const block = Math.max(32, Math.floor((1 << 15) / Math.max(1, width)))
  for (let from = 0; from < rows; from += block) copy(from, Math.min(rows, from + block))
}

function hasValue(cells: Float64Array, width: number, column: number): boolean {
  for (let at = column; at < cells.length; at += width) if (!Number.isNaN(cells[at]!)) return true
  return false
}

/** Which bytes of a chunk's cells hold these columns, found from its first buffer. */
export const rangesOf =
  (wanted: ReadonlySet<string>) =>
  (first: Uint8Array, rows: number): ReadonlyArray<ByteRange> =>
    namesIn(first).flatMap((name, i): ReadonlyArray<ByteRange> => {
      return wanted.has(name) ? [[i * rows * 8, (i + 1) * rows * 8]] : []
    })

/** The columns of `wanted` that the value has, in the value's order, from chunks read by `rangesOf`. */
export function decodeSome(encoded: Encoded, wanted: ReadonlySet<string>): Grid {
  const header = headerOf(columnsOf(encoded.header).filter((name) => wanted.has(name)))
  const chunks = encoded.chunks.map((chunk) => onlyColumns(chunk, wanted))
  return decode({ ...encoded, header, chunks })
}

/** A chunk read by `rangesOf`, its names those of the columns that were read. */
export function onlyColumns(chunk: Chunk, wanted: ReadonlySet<string>): Chunk {
  const names = namesIn(chunk.buffers[0]!.bytes).filter((name) => wanted.has(name))
  const first = { name: "columns", bytes: new TextEncoder().encode(JSON.stringify(names)) }
  return { ...chunk, buffers: [first, chunk.buffers[1]!] }
}

const namesIn = (bytes: Uint8Array): ReadonlyArray<string> =>
  parsed(decoder.decode(bytes), (text) => JSON.parse(text) as ReadonlyArray<string>)

const decoder = new TextDecoder()

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
  const columns = openChunk(chunk)
  copyRows(columns, 0, chunk.rows, placesOf(columns, position), width, into)
}

// --------------------------------------------------------------------------------------------------- chunks as columns

/** A chunk as it is stored: the columns that have a value in it, one after the other. */
export interface Columns {
  readonly rows: number
  readonly names: ReadonlyArray<string>
  /** shape (columns, rows) */
  readonly cells: Float64Array
}

export const openChunk = ({ rows, buffers: [names, cells] }: Chunk): Columns => ({
  rows,
  names: namesIn(names!.bytes),
  cells: doubles(cells!.bytes),
})

/** For each stored column its place among others, or -1. */
export const placesOf = ({ names }: Columns, position: ReadonlyMap<string, number>): ReadonlyArray<number> =>
  names.map((name) => position.get(name) ?? -1)

/** Rows [from, to) of a chunk, row by row, into all of `into`; NaN for the columns that it does not have. */
export function copyRows(
  { rows, cells }: Columns,
  from: number,
  to: number,
  places: ReadonlyArray<number>,
  width: number,
  into: Float64Array,
): void {
  if (places.reduce((count, place) => count + (place < 0 ? 0 : 1), 0) < width) into.fill(NaN)
  forBlocks(to - from, width, (first, last) => {
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!
      if (place < 0) continue
      let at = first * width + place
      const end = i * rows + from + last
      for (let cell = i * rows + from + first; cell < end; cell++, at += width) into[at] = cells[cell]!
    }
  })
}

/** A view where the bytes are aligned, else a copy. */
function doubles(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes)
  return new Float64Array(buffer, byteOffset, byteLength / 8)
}
