/**
 * Where values lie, in the catalogue. The places of chunks and the names of columns, which the versions of a value share,
 * are kept once, as pieces of text that rows name by number: a number is the start of the text's hash, or the next free
 * one after it. A row's checksum covers the texts of its pieces.
 */
import { hash } from "node:crypto"
import { crc32 } from "node:zlib"
import type { NewValue, StoredValue, ValueRow } from "./Catalogue.ts"
import type { Connection } from "./Connection.ts"
import type { BufferPlace, ChunkPlace, ObjectName } from "./layout.ts"

type Row = Readonly<Record<string, unknown>>

/** Pieces read lately: the versions of a value share most of theirs. */
const rememberedPieces = 1 << 14

export class ValueTable {
  private readonly connection: Connection
  private readonly pieces = new Map<number, Piece>()

  constructor(connection: Connection) {
    this.connection = connection
  }

  find(content: string): ValueRow | undefined {
    const row = this.connection.statement("select * from value where content = ?").get(content)
    return row === undefined ? undefined : this.read(row)
  }

  save(row: NewValue): void {
    if (row.inline !== null) return this.insert(row, JSON.stringify(row.chunks), [row.header])
    const texts = [row.header, ...row.chunks.map((place) => textOf(place, row.objects[place.object]!))]
    this.connection.transaction(() => {
      const keep = this.connection.statement("insert or ignore into small_object (hash, bytes) values (?, ?)")
      for (const [name, bytes] of row.small) keep.run(name, bytes)
      this.insert(row, JSON.stringify(this.piecesOf(texts)), texts)
    })
  }

  drop(content: string): void {
    this.connection.statement("delete from value where content = ?").run(content)
  }

  /** Pieces and small objects that no value names. Within a transaction. */
  dropUnused(): void {
    this.connection
      .statement(
        `delete from piece where id not in (
           select used.value from value, json_each(iif(json_valid(value.chunks), value.chunks, '[]')) as used
           where value.inline is null)`,
      )
      .run()
    this.connection
      .statement(
        `delete from small_object where hash not in (
           select json_extract(text, '$[3]') from piece where json_valid(text) and json_type(text) = 'array')`,
      )
      .run()
  }

  sound(): ReadonlyArray<StoredValue> {
    return this.all().flatMap((row) => {
      const value = this.read(row)
      if (value === undefined) return []
      const { content, inline, inlineKeys, keys } = value
      const objects = [...value.objects, ...(keys === null ? [] : [keys])]
      const small = objects.filter(({ isSmall }) => isSmall).reduce((sum, { bytes }) => sum + bytes, 0)
      return [
        {
          seq: row["seq"] as number,
          content,
          objects: objects.filter(({ isSmall }) => !isSmall),
          inlineBytes: (inline?.length ?? 0) + (inlineKeys?.length ?? 0) + small,
        },
      ]
    })
  }

  damaged(): ReadonlyArray<string> {
    return this.all().flatMap((row) => (this.read(row) === undefined ? [row["content"] as string] : []))
  }

  private all(): ReadonlyArray<Row> {
    return this.connection.statement("select * from value order by seq").all()
  }

  private insert(row: ValueRow, chunks: string, texts: ReadonlyArray<string>): void {
    const keys = row.keys === null ? null : JSON.stringify(row.keys)
    this.connection
      .statement(
        `insert into value (content, type, header, chunks, inline, keys, inline_keys, checksum)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (content) do update set seq = (select max(seq) + 1 from value), type = excluded.type,
           header = excluded.header, chunks = excluded.chunks, inline = excluded.inline,
           keys = excluded.keys, inline_keys = excluded.inline_keys, checksum = excluded.checksum`,
      )
      .run(
        row.content,
        row.type,
        row.inline === null ? "" : row.header,
        chunks,
        row.inline,
        keys,
        row.inlineKeys,
        checksumOf({ content: row.content, type: row.type, chunks, keys, inlineKeys: row.inlineKeys, texts }),
      )
  }

  /** Numbers of the texts; those that are not kept yet are. Within a transaction. */
  private piecesOf(texts: ReadonlyArray<string>): ReadonlyArray<number> {
    const wanted = texts.map(firstNumber)
    const isRead = (id: number, i: number): boolean => this.pieces.get(id)?.text === texts[i]
    const known = this.piecesAt(wanted.filter((id, i) => !isRead(id, i)))
    wanted.forEach((id, i) => {
      if (isRead(id, i)) known.set(id, texts[i]!)
    })
    const insert = this.connection.statement("insert into piece (id, text) values (?, ?)")
    return texts.map((text, i) => {
      let id = wanted[i]!
      while (known.get(id) !== text) {
        if (!known.has(id)) {
          insert.run(id, text)
          known.set(id, text)
        } else {
          id++
          for (const [next, found] of this.piecesAt([id])) known.set(next, found)
        }
      }
      return id
    })
  }

  private piecesAt(ids: ReadonlyArray<number>): Map<number, string> {
    const rows = this.connection
      .statement("select id, text from piece where id in (select value from json_each(?))")
      .all(JSON.stringify(ids))
    return new Map(rows.map((row) => [row["id"] as number, row["text"] as string]))
  }

  /** Undefined where one is not there. What was read once is not read again: a piece never changes. */
  private piecesOfRow(ids: ReadonlyArray<number>): ReadonlyArray<Piece> | undefined {
    if (this.pieces.size > rememberedPieces) this.pieces.clear()
    const unknown = ids.filter((id) => !this.pieces.has(id))
    if (unknown.length > 0)
      for (const [id, text] of this.piecesAt(unknown)) this.pieces.set(id, { text, place: undefined })
    const pieces = ids.flatMap((id) => this.pieces.get(id) ?? [])
    return pieces.length === ids.length ? pieces : undefined
  }

  /** Undefined when the row or a piece is not what was stored; buffers have checksums of their own. */
  private read(row: Row): ValueRow | undefined {
    const inline = row["inline"] as Uint8Array | null
    const chunks = row["chunks"] as string
    const ids = inline === null ? numbersIn(chunks) : []
    const pieces = ids && this.piecesOfRow(ids)
    if (pieces === undefined) return undefined
    const texts = inline === null ? pieces.map(({ text }) => text) : [row["header"] as string]
    const facts = {
      content: row["content"] as string,
      type: row["type"] as string,
      inlineKeys: row["inline_keys"] as Uint8Array | null,
    }
    const keys = row["keys"] as string | null
    if (checksumOf({ ...facts, chunks, keys, texts }) !== row["checksum"]) return undefined
    const places =
      inline === null
        ? placesOf(pieces.slice(1))
        : { chunks: JSON.parse(chunks) as ReadonlyArray<ChunkPlace>, objects: [] }
    return {
      ...facts,
      ...places,
      header: texts[0]!,
      inline,
      keys: keys === null ? null : (JSON.parse(keys) as ObjectName),
    }
  }
}

/** Numbers up to 2⁵², so that they are exact. */
const firstNumber = (text: string): number => Number.parseInt(hash("sha256", text, "hex").slice(0, 13), 16)

/** A damaged row may hold anything. */
function numbersIn(text: string): ReadonlyArray<number> | undefined {
  return /^\[\d+(,\d+)*\]$/.test(text) ? (JSON.parse(text) as ReadonlyArray<number>) : undefined
}

interface Checked {
  readonly content: string
  readonly type: string
  readonly chunks: string
  readonly keys: string | null
  readonly inlineKeys: Uint8Array | null
  readonly texts: ReadonlyArray<string>
}

function checksumOf({ content, type, chunks, keys, inlineKeys, texts }: Checked): number {
  const sum = crc32(JSON.stringify([content, type, chunks, keys, ...texts]))
  return inlineKeys === null ? sum : crc32(inlineKeys, sum)
}

// ------------------------------------------------------------------------------------------------- places as text

type BufferText = readonly [name: string, offset: number, length: number, crc: number | null, stripe?: number]

type PlaceText = readonly [
  label: string,
  rows: number,
  hash: string,
  object: string,
  bytes: number,
  isSmall: boolean,
  buffers: ReadonlyArray<BufferText>,
]

function textOf({ label, rows, hash, buffers }: ChunkPlace, object: ObjectName): string {
  const text: PlaceText = [
    label,
    rows,
    hash,
    object.hash,
    object.bytes,
    object.isSmall,
    buffers.map(
      ({ name, offset, length, crc, stripe }): BufferText =>
        stripe === undefined ? [name, offset, length, crc] : [name, offset, length, null, stripe],
    ),
  ]
  return JSON.stringify(text)
}

interface Piece {
  readonly text: string
  /** read from the text when it is first wanted */
  place: PlaceText | undefined
}

function placesOf(pieces: ReadonlyArray<Piece>): Pick<ValueRow, "chunks" | "objects"> {
  const objects: Array<ObjectName> = []
  const indices = new Map<string, number>()
  const chunks = pieces.map((piece): ChunkPlace => {
    piece.place ??= JSON.parse(piece.text) as PlaceText
    const [label, rows, hash, object, bytes, isSmall, buffers] = piece.place
    const id = `${object} ${isSmall}`
    let index = indices.get(id)
    if (index === undefined) {
      index = objects.push({ hash: object, bytes, isSmall }) - 1
      indices.set(id, index)
    }
    return { label, rows, hash, object: index, buffers: buffers.map(placeOf) }
  })
  return { chunks, objects }
}

const placeOf = ([name, offset, length, crc, stripe]: BufferText): BufferPlace =>
  stripe === undefined ? { name, offset, length, crc } : { name, offset, length, crc: null, stripe }
