/**
 * How a value's canonical buffers are laid out in objects, and what its content hash covers.
 *
 * The content hash is over logical content (header, keys, chunk labels, rows and buffers), not over the container, so
 * that the same value packed otherwise is the same value. Small values stay one object; large ones have one a chunk.
 * A value may take chunks over from another one: it then names the objects in which they lie.
 */
import { createHash } from "node:crypto"
import { crc32 } from "node:zlib"
import { hashBytes, hashOf } from "../canonical.ts"
import type { Chunk } from "../Encoded.ts"

/** Raised when the bytes of objects or the encoding of keys change meaning: old results are then never looked up. */
export const layoutVersion = 2

/** Values up to this many bytes are one object; above, one a chunk. */
const packLimitBytes = 4 << 20

/** Values below this many bytes live in the catalogue. */
export const inlineLimitBytes = 4096

export interface BufferPlace {
  readonly name: string
  readonly offset: number
  readonly length: number
  readonly crc: number
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
    const known = objects.findIndex(({ hash }) => hash === object.hash)
    return known >= 0 ? known : objects.push(object) - 1
  }
  const placed = new Map<Chunk, ChunkPlace>()
  for (const group of groups(parts)) {
    const { bytes, places } = pack(group)
    const object = { hash: hashBytes(bytes), bytes: bytes.length }
    fresh.set(object.hash, bytes)
    group.forEach((chunk, i) => placed.set(chunk, { ...places[i]!, object: indexOf(object) }))
  }
  const chunks = parts.map((part) =>
    part._tag === "Fresh" ? placed.get(part.chunk)! : { ...part.place, object: indexOf(part.object) },
  )
  const keyObject = keys === undefined ? null : keysObject(keys, fresh)
  const identity = chunks.map(({ label, rows, hash }) => [label, rows, hash])
  const content = hashOf(["value", layoutVersion, typeName, header, keyObject?.hash ?? null, identity])
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
  return { hash, bytes: bytes.length }
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
  readonly places: ReadonlyArray<Omit<ChunkPlace, "object">>
} {
  const bytes = new Uint8Array(group.reduce((sum, chunk) => sum + chunkBytes(chunk), 0))
  let offset = 0
  const places = group.map((chunk) => {
    const buffers = chunk.buffers.map((buffer): BufferPlace => {
      bytes.set(buffer.bytes, offset)
      const place = { name: buffer.name, offset, length: buffer.bytes.length, crc: crc32(buffer.bytes) }
      offset += padded(buffer.bytes.length)
      return place
    })
    return { label: chunk.label, rows: chunk.rows, hash: chunkHash(chunk), buffers }
  })
  return { bytes, places }
}

/** Buffers start at multiples of eight, so that typed arrays can view them. */
const padded = (length: number): number => (length + 7) & ~7

const chunkBytes = (chunk: Chunk): number =>
  chunk.buffers.reduce((sum, { bytes }) => sum + padded(bytes.length), 0)

function chunkHash(chunk: Chunk): string {
  const hash = createHash("sha256")
  for (const { name, bytes } of chunk.buffers)
    hash.update(`${name.length}:${name}:${bytes.length}:`).update(bytes)
  return hash.digest("hex")
}

/** The chunk's buffers in the bytes of its object, or undefined when they are not what was stored. */
export function open(place: ChunkPlace, object: Uint8Array): Chunk | undefined {
  const buffers = place.buffers.map(({ name, offset, length }) => ({
    name,
    bytes: object.subarray(offset, offset + length),
  }))
  const intact = place.buffers.every(
    ({ length, crc }, i) => buffers[i]!.bytes.length === length && crc32(buffers[i]!.bytes) === crc,
  )
  return intact ? { label: place.label, rows: place.rows, buffers } : undefined
}
