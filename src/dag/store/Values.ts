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

/** Objects read lately, so that neighbouring chunks of one object cost one read. */
const rememberedBytes = 64 << 20

interface LaidValue {
  readonly row: ValueRow
  readonly places: ReadonlyArray<ChunkPlace>
}

const rememberedRows = 512

export class Values {
  private readonly catalogue: Catalogue
  private readonly files: ObjectFiles
  private readonly recent = new Map<string, Uint8Array>()
  private recentBytes = 0
  private readonly keys = new Map<string, Int32Array>()
  /** rows of the catalogue read lately, since a value is read chunk by chunk */
  private readonly rows = new Map<string, LaidValue>()

  constructor(catalogue: Catalogue, files: ObjectFiles) {
    this.catalogue = catalogue
    this.files = files
  }

  put(parts: Parts): string {
    const laid = lay(parts)
    const isInline =
      laid.objects.length === 1 &&
      laid.objects[0]!.bytes < inlineLimitBytes &&
      laid.fresh.has(laid.objects[0]!.hash)
    const wanted = isInline ? [] : [...laid.objects, ...(laid.keys === null ? [] : [laid.keys])]
    const isKnown = wanted.length > 0 && this.catalogue.value(laid.content) !== undefined
    for (const object of wanted) {
      const fresh = laid.fresh.get(object.hash)
      if (fresh !== undefined) this.write(object, fresh, isKnown)
    }
    this.rows.delete(laid.content)
    // the row comes last: what it names is complete
    this.catalogue.saveValue({
      content: laid.content,
      type: parts.typeName,
      header: parts.header,
      chunks: JSON.stringify(laid.chunks),
      objects: isInline ? [] : laid.objects,
      inline: isInline ? laid.fresh.get(laid.objects[0]!.hash)! : null,
      keys: isInline ? null : laid.keys,
      inlineKeys: isInline && laid.keys !== null ? laid.fresh.get(laid.keys.hash)! : null,
    })
    // what was there may have been cleared away before the row named it
    for (const object of wanted) {
      const fresh = laid.fresh.get(object.hash)
      if (fresh !== undefined && this.files.sizeOf(object.hash) === undefined)
        this.files.write(object.hash, fresh)
    }
    return laid.content
  }

  /** What lies there without a row in the catalogue may have been left by a crash: it is not trusted unread. */
  private write({ hash, bytes }: ObjectName, fresh: Uint8Array, isTrusted: boolean): void {
    const size = this.files.sizeOf(hash)
    if (size === bytes && (isTrusted || hashBytes(this.files.read(hash)!) === hash)) return
    if (size !== undefined) this.files.quarantine(hash)
    this.files.write(hash, fresh)
  }

  has(content: string): boolean {
    const row = this.catalogue.value(content)
    if (row === undefined) return false
    return [...row.objects, ...(row.keys === null ? [] : [row.keys])].every(
      ({ hash, bytes }) => this.files.sizeOf(hash) === bytes,
    )
  }

  read(content: string): Outcome<Encoded> {
    const laid = this.find(content)
    if (laid === undefined) return missing(content)
    const { row, places } = laid
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    const chunks: Array<Chunk> = []
    for (const place of places) {
      const chunk = this.chunkAt(row, place)
      if (chunk._tag === "Bad") return chunk
      chunks.push(chunk.value)
    }
    return { _tag: "Read", value: { header: row.header, keys: keys.value, chunks } }
  }

  open(content: string): Outcome<OpenValue> {
    const laid = this.find(content)
    if (laid === undefined) return missing(content)
    const { row, places } = laid
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    return { _tag: "Read", value: { content, header: row.header, keys: keys.value, chunks: places } }
  }

  chunk(content: string, index: number): Outcome<Chunk> {
    const laid = this.find(content)
    return laid === undefined ? missing(content) : this.chunkAt(laid.row, laid.places[index]!)
  }

  /** One chunk as `readSome` gives it. */
  chunkSome(content: string, index: number, choose: Choose): Outcome<Chunk> {
    const laid = this.find(content)
    return laid === undefined ? missing(content) : this.someAt(laid.row, laid.places[index]!, choose)
  }

  private find(content: string): LaidValue | undefined {
    const known = this.rows.get(content)
    if (known !== undefined) return known
    const row = this.catalogue.value(content)
    if (row === undefined) return undefined
    const laid = { row, places: placesOf(row) }
    this.rows.set(content, laid)
    if (this.rows.size > rememberedRows) this.rows.delete(this.rows.keys().next().value!)
    return laid
  }

  /**
   * A value of which only parts are read from objects: of each chunk the first buffer whole, of the second the bytes that
   * `choose` names, one range after the other.
   */
  readSome(content: string, choose: Choose): Outcome<Encoded> {
    const laid = this.find(content)
    if (laid === undefined) return missing(content)
    const { row, places } = laid
    const keys = this.keysOf(row)
    if (keys._tag === "Bad") return keys
    const chunks: Array<Chunk> = []
    for (const place of places) {
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
    const known = row.inline ?? this.recent.get(object!.hash)
    if (known === undefined || known === null) return this.files.readSome(object!.hash, use)
    return use((from, to) => known.subarray(from, to))
  }

  private problemOf(object: ObjectName | undefined): "missing" | "damaged" {
    return object !== undefined && this.files.sizeOf(object.hash) === undefined ? "missing" : "damaged"
  }

  taken(content: string, index: number): Taken | undefined {
    const laid = this.find(content)
    if (laid === undefined || laid.row.inline !== null) return undefined
    const place = laid.places[index]!
    return { place, object: laid.row.objects[place.object]! }
  }

  private chunkAt(row: ValueRow, place: ChunkPlace): Outcome<Chunk> {
    const object = row.objects[place.object]
    const bytes = row.inline ?? this.bytesOf(object!)
    if (bytes === undefined) return this.setAside(row, object, "missing")
    const chunk = open(place, bytes)
    return chunk === undefined ? this.setAside(row, object, "damaged") : { _tag: "Read", value: chunk }
  }

  private keysOf(row: ValueRow): Outcome<Int32Array> {
    if (row.inlineKeys !== null) return { _tag: "Read", value: asKeys(row.inlineKeys) }
    if (row.keys === null) return { _tag: "Read", value: new Int32Array(0) }
    const known = this.keys.get(row.keys.hash)
    if (known !== undefined) return { _tag: "Read", value: known }
    const bytes = this.bytesOf(row.keys)
    if (bytes === undefined) return this.setAside(row, row.keys, "missing")
    if (hashBytes(bytes) !== row.keys.hash) return this.setAside(row, row.keys, "damaged")
    const keys = asKeys(bytes)
    this.keys.set(row.keys.hash, keys)
    return { _tag: "Read", value: keys }
  }

  private bytesOf({ hash }: ObjectName): Uint8Array | undefined {
    const known = this.recent.get(hash)
    if (known !== undefined) return known
    const bytes = this.files.read(hash)
    if (bytes === undefined) return undefined
    this.recent.set(hash, bytes)
    this.recentBytes += bytes.length
    for (const [oldest, { length }] of this.recent) {
      if (this.recentBytes <= rememberedBytes) break
      this.recent.delete(oldest)
      this.recentBytes -= length
    }
    return bytes
  }

  private setAside(
    row: ValueRow,
    object: ObjectName | undefined,
    problem: "missing" | "damaged",
  ): Outcome<never> {
    this.rows.delete(row.content)
    this.catalogue.dropValue(row.content)
    if (object === undefined) return bad(row.content, problem, `${row.content} (in the catalogue)`)
    this.recent.delete(object.hash)
    this.files.quarantine(object.hash)
    return bad(row.content, problem, this.files.pathOf(object.hash))
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

const placesOf = (row: ValueRow): ReadonlyArray<ChunkPlace> =>
  JSON.parse(row.chunks) as ReadonlyArray<ChunkPlace>

/** A copy of its own, since a view needs an aligned start. */
const asKeys = (bytes: Uint8Array): Int32Array => new Int32Array(new Uint8Array(bytes).buffer)

const missing = (content: string): Outcome<never> => bad(content, "missing", content)

const bad = (content: string, problem: "missing" | "damaged", path: string): Outcome<never> => ({
  _tag: "Bad",
  error: new ObjectDamaged({ content, problem, path }),
})
