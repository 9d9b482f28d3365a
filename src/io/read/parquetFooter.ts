/**
 * The footer of a Parquet file, walked before the driver sees it. The driver takes the memory that a list in the footer claims
 * before it looks for its elements: 1 KB of damage has cost 8 GB and a minute. Here every list must have its elements.
 *
 * Sources: the Parquet format's README (magic, length, footer) and Apache Thrift's compact protocol.
 */
import { open } from "node:fs/promises"
import { refusal, tooLarge } from "./refusal.ts"

const magic = "PAR1"
const tailBytes = 8
/** Thirty times the footer of ten thousand columns. */
const longestFooter = 64 << 20
/** Of lists: descriptions of columns and row groups, some hundred bytes each in the driver; and all other elements. */
const mostStructs = 400_000
const mostElements = 4_000_000
const deepest = 16

/** Throws DataRefused for a file whose footer is none, or is larger than any table's. */
export async function checkParquetFooter(path: string): Promise<void> {
  const problem = footerProblem(await readFooter(path))
  if (problem !== undefined) throw refusal(path, `its footer is damaged: ${problem}`)
}

async function readFooter(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (length: number, position: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    }
    if (size < magic.length + tailBytes) throw refusal(path, "it cannot be read: it is too short for Parquet")
    const [head, tail] = [await read(magic.length, 0), await read(tailBytes, size - tailBytes)]
    if (head.toString("latin1") !== magic || tail.toString("latin1", 4) !== magic) {
      throw refusal(path, "it cannot be read: it does not begin and end as Parquet does")
    }
    const length = tail.readUInt32LE(0)
    if (length > longestFooter) throw refusal(path, `its footer claims ${length} bytes`, { remedy: tooLarge })
    if (length > size - tailBytes - magic.length) throw refusal(path, "its footer is longer than the file")
    return await read(length, size - tailBytes - length)
  } finally {
    await file.close()
  }
}

/** Why these bytes are no structure of Thrift; undefined when they are one. */
export function footerProblem(bytes: Uint8Array): string | undefined {
  const walk = new Walk(bytes)
  walk.struct(0)
  return walk.problem
}

const [stop, yes, no, byte, i16, i32, i64, double, binary, list, set, map, struct] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const

class Walk {
  problem: string | undefined
  private at = 0
  private structs = 0
  private elements = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  struct(depth: number): void {
    if (depth > deepest) return this.fail("it is nested too deeply")
    while (this.problem === undefined) {
      const header = this.next()
      if (header === stop) return
      if (header >> 4 === 0) this.varint() // the field's number; else its step from the last
      this.value(header & 15, depth, false)
    }
  }

  private value(type: number, depth: number, isElement: boolean): void {
    switch (type) {
      case yes:
      case no:
        return isElement ? this.skip(1) : undefined // of a field the type is the value
      case byte:
        return this.skip(1)
      case i16:
      case i32:
      case i64:
        this.varint()
        return
      case double:
        return this.skip(8)
      case binary:
        return this.skip(this.varint())
      case list:
      case set:
        return this.list(depth)
      case map:
        return this.map(depth)
      case struct:
        return this.struct(depth + 1)
      default:
        return this.fail(`there is no type ${type}`)
    }
  }

  private list(depth: number): void {
    const header = this.next()
    const size = header >> 4 === 15 ? this.varint() : header >> 4
    const type = header & 15
    this.claim(size, type === struct)
    for (let i = 0; i < size && this.problem === undefined; i++) this.value(type, depth, true)
  }

  private map(depth: number): void {
    const size = this.varint()
    if (size === 0) return
    this.claim(size, true)
    const types = this.next()
    for (let i = 0; i < size && this.problem === undefined; i++) {
      this.value(types >> 4, depth, true)
      this.value(types & 15, depth, true)
    }
  }

  /** An element has a byte at least. */
  private claim(size: number, areStructs: boolean): void {
    this.elements += size
    if (areStructs) this.structs += size
    if (size > this.bytes.length - this.at) this.fail(`a list claims ${size} elements`)
    else if (this.structs > mostStructs || this.elements > mostElements) {
      this.fail("it describes more columns and row groups than any table has")
    }
  }

  private next(): number {
    if (this.at >= this.bytes.length) this.fail("it ends too early")
    return this.bytes[this.at++] ?? stop
  }

  private skip(length: number): void {
    if (length > this.bytes.length - this.at) return this.fail("it ends too early")
    this.at += length
  }

  private varint(): number {
    let value = 0
    for (let shift = 0; shift < 10; shift++) {
      const part = this.next()
      value += (part & 127) * 2 ** (7 * shift)
      if (part < 128) return value
    }
    this.fail("a number does not end")
    return 0
  }

  private fail(problem: string): void {
    this.problem ??= problem
  }
}
