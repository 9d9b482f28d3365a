/**
 * How a value's canonical buffers are laid out in objects, and what its content hash covers.
 *
 * The content hash is over logical content (header, keys, chunk labels, rows and buffers), not over the container, so
 * that the same value packed otherwise is the same value. Small values stay one object; large ones have one a chunk.
 * A value may take chunks over from another one: it then names the objects in which they lie.
 */
import { crc32 } from "node:zlib"
import { hashBytes, hashOf } from "../canonical.ts"
import type { Buffer, ByteRange, Chunk } from "../Encoded.ts"

/** Raised when the bytes of objects or the encoding of keys change meaning: old results are then never looked up. */
export const layoutVersion = 4

/** Values up to this many bytes are one object; above, one a chunk. */
const packLimitBytes = 4 << 20

/** Values below this many bytes live in the catalogue's row. */
export const inlineLimitBytes = 4096

/**
 * An object up to this many bytes that is one of several of its value lives in the catalogue too: what an appended row adds
 * to a value would cost more as a file than what is in it.
 */
const smallLimitBytes = 8192

export interface BufferPlace {
  readonly name: string
  readonly offset: number
  readonly length: number
  /** of the whole buffer; null where its pieces are checked */
  readonly crc: number | null
  /** bytes of a piece that is checked alone; the checksums of the pieces follow the buffer */
  readonly stripe?: number
}

export interface ChunkPlace {
  readonly label: string
  readonly rows: number
  /** SHA-256 of the chunk's logical content */
  readonly hash: string
  /** index of the object that holds it */
  readonly object: number
  readonly buffers: ReadonlyArray<BufferPlace>
}

export interface ObjectName {
  readonly hash: string
  readonly bytes: number
  /** whether it lies in the catalogue rather than in a file */
  readonly isSmall: boolean
}

/** A chunk of another value, with the object in which it lies. */
export interface Taken {
  readonly place: ChunkPlace
  readonly object: ObjectName
}

export type Part = { readonly _tag: "Fresh"; readonly chunk: Chunk } | ({ readonly _tag: "Taken" } & Taken)

export interface Laid {
  readonly content: string
  readonly chunks: ReadonlyArray<ChunkPlace>
  readonly objects: ReadonlyArray<ObjectName>
  /** bytes of the objects that are new, by hash */
  readonly fresh: ReadonlyMap<string, Uint8Array>
  readonly keys: ObjectName | null
}

export interface Parts {
  readonly typeName: string
  readonly header: string
  readonly keys: Int32Array | undefined
  readonly parts: ReadonlyArray<Part>
}

export function lay({ typeName, header, keys, parts }: Parts): Laid {
  const fresh = new Map<string, Uint8Array>()
  const objects: Array<ObjectName> = []
  const indexOf = (object: ObjectName): number => {
    const known = objects.findIndex(({ hash, isSmall }) => hash === object.hash && isSmall === object.isSmall)
    return known >= 0 ? known : objects.push(object) - 1
  }
  const placed = new Map<Chunk, ChunkPlace>()
  for (const group of groups(parts)) {
    const { bytes, hash, places } = pack(group)
    const isSmall = bytes.length <= smallLimitBytes && group.length < parts.length
    const object = { hash, bytes: bytes.length, isSmall }
    fresh.set(object.hash, bytes)
    group.forEach((chunk, i) => placed.set(chunk, { ...places[i]!, object: indexOf(object) }))
  }
  const chunks = parts.map((part) =>
    part._tag === "Fresh" ? placed.get(part.chunk)! : { ...part.place, object: indexOf(part.object) },
  )
  const keyObject = keys === undefined ? null : keysObject(keys, fresh)
  const identity = chunks.map(({ label, rows, hash }) => [label, rows, hash])
  // JSON of strings, numbers and null tells all of them apart
  const content = hashOf(
    JSON.stringify(["value", layoutVersion, typeName, header, keyObject?.hash ?? null, identity]),
  )
  return { content, chunks, objects, fresh, keys: keyObject }
}

/** New chunks that share an object: all of a small value, each of a large one alone. */
function groups(parts: ReadonlyArray<Part>): ReadonlyArray<ReadonlyArray<Chunk>> {
  const chunks = parts.flatMap((part) => (part._tag === "Fresh" ? [part.chunk] : []))
  if (chunks.length === 0) return []
  const total = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
  return total <= packLimitBytes ? [chunks] : chunks.map((chunk) => [chunk])
}

function keysObject(keys: Int32Array, fresh: Map<string, Uint8Array>): ObjectName {
  const bytes = new Uint8Array(keys.buffer, keys.byteOffset, keys.byteLength)
  const hash = hashOfKeys(keys, bytes)
  fresh.set(hash, bytes)
  return { hash, bytes: bytes.length, isSmall: false }
}

const knownHashes = new WeakMap<Int32Array, string>()

/** Remembered: the values of a study share their keys. */
function hashOfKeys(keys: Int32Array, bytes: Uint8Array): string {
  const known = knownHashes.get(keys)
  if (known !== undefined) return known
  const hash = hashBytes(bytes)
  knownHashes.set(keys, hash)
  return hash
}

function pack(group: ReadonlyArray<Chunk>): {
  readonly bytes: Uint8Array
  /** of all the bytes */
  readonly hash: string
  readonly places: ReadonlyArray<Omit<ChunkPlace, "object">>
} {
  const bytes = new Uint8Array(group.reduce((sum, chunk) => sum + chunkBytes(chunk), 0))
  let offset = 0
  let hash = ""
  const places = group.map((chunk) => {
    const start = offset
    const buffers = chunk.buffers.map((buffer): BufferPlace => {
      bytes.set(buffer.bytes, offset)
      const place = { name: buffer.name, offset, length: buffer.bytes.length }
      const striped = isStriped(buffer)
      if (striped) bytes.set(checksOf(buffer.bytes, buffer.stripe), offset + padded(buffer.bytes.length))
      offset += bufferBytes(buffer)
      return striped ? { ...place, crc: null, stripe: buffer.stripe } : { ...place, crc: crc32(buffer.bytes) }
    })
    hash = hashBytes(bytes.subarray(start, offset))
    return { label: chunk.label, rows: chunk.rows, hash: chunkHash(chunk, hash), buffers }
  })
  return { bytes, hash: group.length === 1 ? hash : hashBytes(bytes), places }
}

const isStriped = (buffer: Buffer): buffer is Buffer & { readonly stripe: number } =>
  buffer.stripe !== undefined && buffer.bytes.length > buffer.stripe

/** Checksum of each stripe, little-endian. */
function checksOf(bytes: Uint8Array, stripe: number): Uint8Array {
  const checks = new DataView(new ArrayBuffer(checksBytes(bytes.length, stripe)))
  for (let from = 0, i = 0; from < bytes.length; from += stripe, i++)
    checks.setUint32(i * 4, crc32(bytes.subarray(from, from + stripe)), true)
  return new Uint8Array(checks.buffer)
}

const checksBytes = (length: number, stripe: number): number => Math.ceil(length / stripe) * 4

const bufferBytes = (buffer: Buffer): number =>
  padded(buffer.bytes.length) +
  (isStriped(buffer) ? padded(checksBytes(buffer.bytes.length, buffer.stripe)) : 0)

/** Buffers start at multiples of eight, so that typed arrays can view them. */
const padded = (length: number): number => (length + 7) & ~7

const chunkBytes = (chunk: Chunk): number =>
  chunk.buffers.reduce((sum, buffer) => sum + bufferBytes(buffer), 0)

/** @param packed SHA-256 of the chunk's bytes as they lie in an object, whichever: with the lengths it tells them apart */
const chunkHash = ({ buffers }: Chunk, packed: string): string =>
  hashOf([buffers.map(({ name, bytes }) => [name, bytes.length]), packed])

/** The chunk's buffers in the bytes of its object, or undefined when they are not what was stored. */
export function open(place: ChunkPlace, object: Uint8Array): Chunk | undefined {
  const buffers = place.buffers.map(({ name, offset, length }) => ({
    name,
    bytes: object.subarray(offset, offset + length),
  }))
  const intact = place.buffers.every((buffer, i) => isIntact(buffer, buffers[i]!.bytes, object))
  return intact ? { label: place.label, rows: place.rows, buffers } : undefined
}

function isIntact(
  { offset, length, crc, stripe }: BufferPlace,
  bytes: Uint8Array,
  object: Uint8Array,
): boolean {
  if (bytes.length !== length) return false
  if (stripe === undefined) return crc32(bytes) === crc
  const table = offset + padded(length)
  const stored = object.subarray(table, table + checksBytes(length, stripe))
  const found = checksOf(bytes, stripe)
  return stored.length === found.length && found.every((byte, i) => byte === stored[i])
}

/** Reads bytes [from, to) of an object; fewer come back where it ends early. */
export type ReadRange = (from: number, to: number) => Uint8Array

/** Some bytes of a buffer, one range after the other, with the stripes around them read and checked; undefined when damaged. */
export function openRanges(
  { offset, length, crc, stripe }: BufferPlace,
  ranges: ReadonlyArray<ByteRange>,
  read: ReadRange,
): Uint8Array | undefined {
  const out = new Uint8Array(ranges.reduce((sum, [from, to]) => sum + to - from, 0))
  if (out.length === 0) return out
  const size = stripe ?? length
  const table = offset + padded(length)
  const checks = stripe === undefined ? undefined : read(table, table + checksBytes(length, stripe))
  if (checks !== undefined && checks.length !== checksBytes(length, size)) return undefined
  const checkOf = (index: number): number | null =>
    checks === undefined ? crc : new DataView(checks.buffer, checks.byteOffset).getUint32(index * 4, true)
  let at = 0
  for (const group of together(ranges, size)) {
    const [start, end] = [group.first * size, Math.min(length, (group.last + 1) * size)]
    const bytes = read(offset + start, offset + end)
    if (bytes.length !== end - start) return undefined
    for (let i = group.first; i <= group.last; i++) {
      const piece = bytes.subarray(i * size - start, Math.min(bytes.length, (i + 1) * size - start))
      if (crc32(piece) !== checkOf(i)) return undefined
    }
    for (const [from, to] of group.ranges) {
      out.set(bytes.subarray(from - start, to - start), at)
      at += to - from
    }
  }
  return out
}

interface RangeGroup {
  readonly first: number
  last: number
  readonly ranges: Array<ByteRange>
}

/** Increasing ranges, those that share or touch stripes read at once. */
function together(ranges: ReadonlyArray<ByteRange>, size: number): ReadonlyArray<RangeGroup> {
  const groups: Array<RangeGroup> = []
  for (const [from, to] of ranges) {
    if (to === from) continue
    const [first, last] = [Math.floor(from / size), Math.floor((to - 1) / size)]
    const open = groups.at(-1)
    if (open !== undefined && first <= open.last + 1) {
      open.last = Math.max(open.last, last)
      open.ranges.push([from, to])
    } else groups.push({ first, last, ranges: [[from, to]] })
  }
  return groups
}
