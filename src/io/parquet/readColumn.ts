/**
 * Values of one column of one row group: flat, optional, PLAIN or dictionary encoded, pages of version 1, ZSTD or not
 * compressed. That is what Sage writes through DuckDB; anything else is `NotPlain`.
 */
import { zstdDecompressSync } from "node:zlib"
import { CompactReader, type Struct } from "./compactProtocol.ts"
import { decodeHybrid } from "./decodeHybrid.ts"
import { type ColumnChunk, number, struct } from "./footer.ts"
import { NotPlain } from "./NotPlain.ts"

const encodings = { plain: 0, plainDictionary: 2, rle: 3, rleDictionary: 8 }
const pageKinds = { data: 0, dictionary: 2 }
const types = { int32: 1, double: 5, text: 6 }

interface Page {
  readonly kind: number
  readonly header: Struct
  readonly content: Uint8Array
}

function* pagesOf(bytes: Uint8Array, { from, to, codec }: ColumnChunk): Generator<Page> {
  for (let at = from; at < to; ) {
    const reader = new CompactReader(bytes.subarray(0, to), at)
    const header = reader.struct()
    const [full, packed] = [number(header, 2), number(header, 3)]
    if (packed > to - reader.at) throw new NotPlain("a page is cut off")
    const stored = bytes.subarray(reader.at, reader.at + packed)
    yield { kind: number(header, 1), header, content: unpack(stored, codec, full) }
    at = reader.at + packed
  }
}

/** No larger than the header says, whatever the bytes claim. */
function unpack(stored: Uint8Array, codec: number, size: number): Uint8Array {
  if (codec === 0) return stored
  if (codec !== 6) throw new NotPlain(`compression ${codec}`)
  if (size > largestPage) throw new NotPlain(`a page claims ${size} bytes`)
  const content = unzstd(stored, size)
  if (content.length !== size) throw new NotPlain("a page has another size than its header says")
  return content
}

/** Of an unpacked page; DuckDB ends them far below. */
const largestPage = 1 << 29

function unzstd(stored: Uint8Array, size: number): Uint8Array {
  try {
    return zstdDecompressSync(stored, { chunkSize: Math.max(64, size), maxOutputLength: Math.max(1, size) })
  } catch (cause) {
    throw new NotPlain(`a page does not unpack: ${String(cause)}`)
  }
}

/** A column of doubles into `out`, whose length is the number of rows; null = NaN. */
export function readDoubles(bytes: Uint8Array, chunk: ColumnChunk, out: Float64Array): void {
  expectType(chunk, types.double, out.length)
  const raw = rawOf(out)
  let dictionary = new Float64Array(0)
  const place = (page: DataPage, at: number) => {
    const { content, known, values, levels } = page
    if (page.isPlain) raw.set(cut(content, page.from, 8 * known), 8 * at)
    else {
      const codes = codesOf(page, dictionary.length)
      for (let i = 0; i < known; i++) out[at + i] = dictionary[codes[i]!]!
    }
    if (levels === undefined) return
    // from behind, so that no value is written over before it has moved
    for (let i = values - 1, next = at + known - 1; i >= 0; i--)
      out[at + i] = levels[i] === 1 ? out[next--]! : NaN
  }
  eachPage(bytes, chunk, place, (content, count) => {
    dictionary = new Float64Array(count)
    rawOf(dictionary).set(cut(content, 0, 8 * count))
  })
}

/** A column of 32-bit integers or dates (epoch days) into `out`; there are no nulls. */
export function readInts(bytes: Uint8Array, chunk: ColumnChunk, out: Int32Array): void {
  expectType(chunk, types.int32, out.length)
  const raw = rawOf(out)
  let dictionary = new Int32Array(0)
  const place = (page: DataPage, at: number) => {
    refuseNulls(page)
    if (page.isPlain) raw.set(cut(page.content, page.from, 4 * page.known), 4 * at)
    else placeCoded(page, dictionary, out, at)
  }
  eachPage(bytes, chunk, place, (content, count) => {
    dictionary = new Int32Array(count)
    rawOf(dictionary).set(cut(content, 0, 4 * count))
  })
}

/**
 * A column of text: the number of each row's text into `out`.
 *
 * @param numberOf number of a text
 */
export function readTexts(
  bytes: Uint8Array,
  chunk: ColumnChunk,
  out: Int32Array,
  numberOf: (text: string) => number,
): void {
  expectType(chunk, types.text, out.length)
  let dictionary = new Int32Array(0)
  const place = (page: DataPage, at: number) => {
    refuseNulls(page)
    if (page.isPlain) readPlainTexts(page.content, page.from, numberOf, out.subarray(at, at + page.known))
    else placeCoded(page, dictionary, out, at)
  }
  eachPage(bytes, chunk, place, (content, count) => {
    if (4 * count > content.length) throw new NotPlain("a dictionary is cut off")
    dictionary = new Int32Array(count)
    readPlainTexts(content, 0, numberOf, dictionary)
  })
}

function placeCoded(page: DataPage, dictionary: Int32Array, out: Int32Array, at: number): void {
  const codes = codesOf(page, dictionary.length)
  for (let i = 0; i < page.known; i++) out[at + i] = dictionary[codes[i]!]!
}

function expectType({ type, values }: ColumnChunk, wanted: number, rows: number): void {
  if (type !== wanted || values !== rows) throw new NotPlain("a column of another type or length")
}

interface DataPage {
  readonly content: Uint8Array
  /** where the values begin */
  readonly from: number
  readonly isPlain: boolean
  /** number of values, and of those that are not null */
  readonly values: number
  readonly known: number
  /** 1 = not null, of each value; undefined where all are known */
  readonly levels: Int32Array | undefined
}

function eachPage(
  bytes: Uint8Array,
  chunk: ColumnChunk,
  place: (page: DataPage, at: number) => void,
  setDictionary: (content: Uint8Array, count: number) => void,
): void {
  let at = 0
  for (const { kind, header, content } of pagesOf(bytes, chunk)) {
    if (kind === pageKinds.dictionary) setDictionary(content, number(struct(header.get(7)), 1))
    else if (kind === pageKinds.data) {
      const page = dataPage(struct(header.get(5)), content, chunk.values - at)
      place(page, at)
      at += page.values
    } else throw new NotPlain(`a page of kind ${kind}`)
  }
  if (at !== chunk.values) throw new NotPlain("a column is shorter than its header says")
}

function dataPage(header: Struct, content: Uint8Array, room: number): DataPage {
  const values = number(header, 1)
  const encoding = number(header, 2)
  if (values > room) throw new NotPlain("a column is longer than its header says")
  const isPlain = encoding === encodings.plain
  if (!isPlain && encoding !== encodings.plainDictionary && encoding !== encodings.rleDictionary) {
    throw new NotPlain(`encoding ${encoding}`)
  }
  if (number(header, 3) !== encodings.rle || content.length < 4)
    throw new NotPlain("levels of another encoding")
  const from = 4 + uint32At(content, 0)
  if (from > content.length) throw new NotPlain("levels are cut off")
  if (areAllKnown(content, from, values))
    return { content, from, isPlain, values, known: values, levels: undefined }
  const levels = new Int32Array(values)
  decodeHybrid(content, 4, from, 1, values, levels)
  let known = 0
  for (let i = 0; i < values; i++) known += levels[i]!
  return { content, from, isPlain, values, known, levels }
}

/** Whether the levels are one run of ones: what a column without nulls has. */
function areAllKnown(content: Uint8Array, end: number, values: number): boolean {
  let head = values * 2
  let at = 4
  for (; head >= 128; head = Math.floor(head / 128)) if (content[at++] !== (head % 128) + 128) return false
  return content[at] === head && content[at + 1] === 1 && at + 2 === end
}

function refuseNulls({ known, values }: DataPage): void {
  if (known !== values) throw new NotPlain("a key that is not known")
}

/** Positions in a dictionary of `size` values, one a known value; lent until the next call. */
function codesOf({ content, from, known }: DataPage, size: number): Int32Array {
  if (codes.length < known) codes = new Int32Array(known)
  if (known === 0) return codes
  if (from >= content.length) throw new NotPlain("a page is cut off")
  decodeHybrid(content, from + 1, content.length, content[from]!, known, codes)
  for (let i = 0; i < known; i++) if (codes[i]! >= size) throw new NotPlain("a value beyond its dictionary")
  return codes
}

let codes = new Int32Array(0)

const rawOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

/** Values need not be aligned in a page, so bytes are what is copied; little-endian as in the file. */
function cut(content: Uint8Array, from: number, length: number): Uint8Array {
  if (length > content.length - from) throw new NotPlain("a page is cut off")
  return content.subarray(from, from + length)
}

/** Tickers are plain ASCII; what is not becomes a name that no snapshot has. */
function readPlainTexts(
  content: Uint8Array,
  from: number,
  numberOf: (text: string) => number,
  out: Int32Array,
): void {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  let at = from
  for (let i = 0; i < out.length; i++) {
    if (at + 4 > content.length) throw new NotPlain("a text is cut off")
    const end = at + 4 + uint32At(content, at)
    if (end > content.length) throw new NotPlain("a text is cut off")
    out[i] = numberOf(buffer.toString("latin1", at + 4, end))
    at = end
  }
}

const uint32At = (content: Uint8Array, at: number): number =>
  content[at]! + content[at + 1]! * 2 ** 8 + content[at + 2]! * 2 ** 16 + content[at + 3]! * 2 ** 24
