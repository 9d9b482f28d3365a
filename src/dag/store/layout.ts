/**
 * How a value's canonical buffers are laid out in objects, and what its content hash covers.
 *
 * The content hash is over logical content (header, chunk labels, rows and buffers), not over the container, so that
 * the same value packed otherwise is the same value. Small values stay one object; large ones have one a chunk.
 */
import { crc32 } from "node:zlib"
import { createHash } from "node:crypto"
import { hashOf } from "../canonical.ts"
import type { Chunk, Encoded } from "../ValueType.ts"

/** Raised when the bytes of objects or the encoding of keys change meaning: old results are then never looked up. */
export const layoutVersion = 1

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

export interface Laid {
  readonly content: string
  readonly header: string
  readonly chunks: ReadonlyArray<ChunkPlace>
  readonly objects: ReadonlyArray<Uint8Array>
}

export function lay(typeName: string, encoded: Encoded): Laid {
  const total = encoded.chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
  const groups = total <= packLimitBytes ? [encoded.chunks] : encoded.chunks.map((chunk) => [chunk])
  const objects: Array<Uint8Array> = []
  const chunks: Array<ChunkPlace> = []
  for (const group of groups.filter((members) => members.length > 0)) {
    const bytes = new Uint8Array(group.reduce((sum, chunk) => sum + chunkBytes(chunk), 0))
    let offset = 0
    for (const chunk of group) {
      const buffers = chunk.buffers.map((buffer): BufferPlace => {
        bytes.set(buffer.bytes, offset)
        const place = { name: buffer.name, offset, length: buffer.bytes.length, crc: crc32(buffer.bytes) }
        offset += padded(buffer.bytes.length)
        return place
      })
      chunks.push({
        label: chunk.label,
        rows: chunk.rows,
        hash: chunkHash(chunk),
        object: objects.length,
        buffers,
      })
    }
    objects.push(bytes)
  }
  const identity = chunks.map(({ label, rows, hash }) => [label, rows, hash])
  return {
    content: hashOf(["value", layoutVersion, typeName, encoded.header, identity]),
    header: encoded.header,
    chunks,
    objects,
  }
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
