/** Values in objects and rows of the catalogue: written whole, read whole or chunk by chunk, checked as they are read. */
import { hashBytes } from "../canonical.ts"
import { ObjectDamaged } from "../errors.ts"
import type { ByteRange, Chunk, Encoded } from "../Encoded.ts"
import type { Catalogue, ValueRow } from "./Catalogue.ts"
import {
  type ChunkPlace,
  inlineLimitBytes,
  lay,
  type ObjectName,
  open,
  openRanges,
  type Parts,
  type ReadRange,
  type Taken,
} from "./layout.ts"
import type { ObjectFiles } from "./ObjectFiles.ts"
import { Objects } from "./Objects.ts"

export type Outcome<A> =
  | { readonly _tag: "Read"; readonly value: A }
  | { readonly _tag: "Bad"; readonly error: ObjectDamaged }

/** A stored value, none of its chunks read yet. */
export interface OpenValue {
  readonly content: string
  readonly header: string
  readonly keys: Int32Array
  readonly chunks: ReadonlyArray<Pick<ChunkPlace, "label" | "rows" | "hash">>
}

/** Which bytes of a chunk's second buffer to read, from the first buffer and the number of rows; increasing. */
export type Choose = (first: Uint8Array, rows: number) => ReadonlyArray<ByteRange>

const rememberedRows = 512

export class Values {
  private readonly catalogue: Catalogue
  private readonly objects: Objects
  private readonly keys = new Map<string, Int32Array>()
  /** rows of the catalogue read lately, since a value is read chunk by chunk */
  private readonly rows = new Map<string, ValueRow>()

  constructor(catalogue: Catalogue, files: ObjectFiles) {
    this.catalogue = catalogue
    this.objects = new Objects(catalogue, files)
  }

  put(parts: Parts): string {
    const laid = lay(parts)
    const isInline =
      laid.objects.length === 1 &&
      laid.objects[0]!.bytes < inlineLimitBytes &&
      laid.fresh.has(laid.objects[0]!.hash)
    const wanted = isInline ? [] : [...laid.objects, ...(laid.keys === null ? [] : [laid.keys])]
    const fresh = wanted.flatMap((object): ReadonlyArray<readonly [ObjectName, Uint8Array]> => {
      const bytes = laid.fresh.get(object.hash)
      return bytes === undefined ? [] : [[object, bytes]]
    })
    const files = fresh.filter(([object]) => !object.isSmall)
    const isKnown = files.length > 0 && this.catalogue.value(laid.content) !== undefined
    for (const [object, bytes] of files) this.objects.write(object, bytes, isKnown)
    this.rows.delete(laid.content)
    if (laid.keys !== null && !this.keys.has(laid.keys.hash)) this.keys.set(laid.keys.hash, parts.keys!)
    // the row comes last: what it names is complete
    this.catalogue.saveValue({
      content: laid.content,
      type: parts.typeName,
      header: parts.header,
      chunks: laid.chunks,
      objects: isInline ? [] : laid.objects,
      inline: isInline ? laid.fresh.get(laid.objects[0]!.hash)! : null,
      keys: isInline ? null : laid.keys,
      inlineKeys: isInline && laid.keys !== null ? laid.fresh.get(laid.keys.hash)! : null,
      small: new Map(fresh.flatMap(([object, bytes]) => (object.isSmall ? [[object.hash, bytes]] : []))),
    })
    // what was there may have been cleared away before the row named it
    for (const [object, bytes] of files)
      if (!this.objects.has(object)) this.objects.write(object, bytes, true)
    return laid.content
  }

  has(content: string): boolean {
    const row = this.catalogue.value(content)
    if (row === undefined) return false
    return [...row.objects, ...(row.keys === null ? [] : [row.keys])].every((name) => this.objects.has(name))
  }

  read(content: string): Outcome<Encoded> {
    const row = this.find(content)
    if (row === undefined) return missing(content)
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    const chunks: Array<Chunk> = []
    for (const place of row.chunks) {
      const chunk = this.chunkAt(row, place)
      if (chunk._tag === "Bad") return chunk
      chunks.push(chunk.value)
    }
    return { _tag: "Read", value: { header: row.header, keys: keys.value, chunks } }
  }

  open(content: string): Outcome<OpenValue> {
    const row = this.find(content)
    if (row === undefined) return missing(content)
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    return { _tag: "Read", value: { content, header: row.header, keys: keys.value, chunks: row.chunks } }
  }

  chunk(content: string, index: number): Outcome<Chunk> {
    const row = this.find(content)
    return row === undefined ? missing(content) : this.chunkAt(row, row.chunks[index]!)
  }

  /** One chunk as `readSome` gives it. */
  chunkSome(content: string, index: number, choose: Choose): Outcome<Chunk> {
    const row = this.find(content)
    return row === undefined ? missing(content) : this.someAt(row, row.chunks[index]!, choose)
  }

  private find(content: string): ValueRow | undefined {
    const known = this.rows.get(content)
    if (known !== undefined) return known
    const row = this.catalogue.value(content)
    if (row === undefined) return undefined
    this.rows.set(content, row)
    if (this.rows.size > rememberedRows) this.rows.delete(this.rows.keys().next().value!)
    return row
  }

  /**
   * A value of which only parts are read from objects: of each chunk the first buffer whole, of the second the bytes that
   * `choose` names, one range after the other.
   */
  readSome(content: string, choose: Choose): Outcome<Encoded> {
    const row = this.find(content)
    if (row === undefined) return missing(content)
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    const chunks: Array<Chunk> = []
    for (const place of row.chunks) {
      const chunk = this.someAt(row, place, choose)
      if (chunk._tag === "Bad") return chunk
      chunks.push(chunk.value)
    }
    return { _tag: "Read", value: { header: row.header, keys: keys.value, chunks } }
  }

  private someAt(row: ValueRow, place: ChunkPlace, choose: Choose): Outcome<Chunk> {
    const object = row.objects[place.object]
    const chunk = this.inObject(row, object, (read) => someOf(place, choose, read))
    return chunk === undefined
      ? this.setAside(row, object, this.problemOf(object))
      : { _tag: "Read", value: chunk }
  }

  private inObject<A>(
    row: ValueRow,
    object: ObjectName | undefined,
    use: (read: ReadRange) => A,
  ): A | undefined {
    const { inline } = row
    return inline === null
      ? this.objects.readSome(object!, use)
      : use((from, to) => inline.subarray(from, to))
  }

  private problemOf(object: ObjectName | undefined): "missing" | "damaged" {
    return object !== undefined && !this.objects.has(object) ? "missing" : "damaged"
  }

  taken(content: string, index: number): Taken | undefined {
    const row = this.find(content)
    if (row === undefined || row.inline !== null) return undefined
    const place = row.chunks[index]!
    return { place, object: row.objects[place.object]! }
  }

  private chunkAt(row: ValueRow, place: ChunkPlace): Outcome<Chunk> {
    const object = row.objects[place.object]
    const bytes = row.inline ?? this.objects.read(object!)
    if (bytes === undefined) return this.setAside(row, object, "missing")
    const chunk = open(place, bytes)
    return chunk === undefined ? this.setAside(row, object, "damaged") : { _tag: "Read", value: chunk }
  }

  private keysOf(row: ValueRow): Outcome<Int32Array> {
    if (row.inlineKeys !== null) return { _tag: "Read", value: asKeys(row.inlineKeys) }
    if (row.keys === null) return { _tag: "Read", value: new Int32Array(0) }
    const known = this.keys.get(row.keys.hash)
    if (known !== undefined) return { _tag: "Read", value: known }
    const bytes = this.objects.read(row.keys)
    if (bytes === undefined) return this.setAside(row, row.keys, "missing")
    if (hashBytes(bytes) !== row.keys.hash) return this.setAside(row, row.keys, "damaged")
    const keys = asKeys(bytes)
    this.keys.set(row.keys.hash, keys)
    return { _tag: "Read", value: keys }
  }

  private setAside(
    row: ValueRow,
    object: ObjectName | undefined,
    problem: "missing" | "damaged",
  ): Outcome<never> {
    this.rows.delete(row.content)
    this.catalogue.dropValue(row.content)
    if (object === undefined) return bad(row.content, problem, `${row.content} (in the catalogue)`)
    return bad(row.content, problem, this.objects.setAside(object))
  }
}

function someOf(place: ChunkPlace, choose: Choose, read: ReadRange): Chunk | undefined {
  const [first, second] = place.buffers
  const head = openRanges(first!, [[0, first!.length]], read)
  if (head === undefined) return undefined
  const bytes = openRanges(second!, choose(head, place.rows), read)
  if (bytes === undefined) return undefined
  const buffers = [
    { name: first!.name, bytes: head },
    { name: second!.name, bytes },
  ]
  return { label: place.label, rows: place.rows, buffers }
}

/** A copy of its own, since a view needs an aligned start. */
const asKeys = (bytes: Uint8Array): Int32Array => new Int32Array(new Uint8Array(bytes).buffer)

const missing = (content: string): Outcome<never> => bad(content, "missing", content)

const bad = (content: string, problem: "missing" | "damaged", path: string): Outcome<never> => ({
  _tag: "Bad",
  error: new ObjectDamaged({ content, problem, path }),
})
