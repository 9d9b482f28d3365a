/**
 * Thrift's compact protocol, as far as headers of Parquet files need it: structs as maps from field number to value.
 * Source: the Apache Thrift specification, "compact protocol"; the fields are those of parquet.thrift.
 */
import { NotPlain } from "./NotPlain.ts"

export type Value = boolean | number | Uint8Array | ReadonlyArray<Value> | Struct
export type Struct = ReadonlyMap<number, Value>

/** Types of the protocol, by their numbers. */
const kind = { true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 }

/** Deeper nesting than any header of Parquet has. */
const deepest = 16

export class CompactReader {
  at: number
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  struct(depth = 0): Struct {
    if (depth > deepest) throw new NotPlain("headers are nested too deeply")
    const fields = new Map<number, Value>()
    let id = 0
    for (;;) {
      const head = this.byte()
      if (head === 0) return fields
      const delta = head >> 4
      id = delta === 0 ? this.zigzag() : id + delta
      fields.set(id, this.value(head & 15, depth))
    }
  }

  private value(type: number, depth: number): Value {
    switch (type) {
      case kind.true:
        return true
      case kind.false:
        return false
      case kind.byte:
        return this.byte()
      case kind.i16:
      case kind.i32:
      case kind.i64:
        return this.zigzag()
      case kind.double:
        return this.skip(8)
      case kind.binary:
        return this.skip(this.varint())
      case kind.list:
        return this.list(depth)
      case kind.struct:
        return this.struct(depth + 1)
      default:
        throw new NotPlain(`a header has a field of type ${type}`)
    }
  }

  private list(depth: number): ReadonlyArray<Value> {
    const head = this.byte()
    const count = head >> 4 === 15 ? this.varint() : head >> 4
    if (count > this.bytes.length - this.at) throw new NotPlain("a list is longer than its file")
    // in lists a boolean is a byte of its own
    const isFlag = (head & 15) === kind.true || (head & 15) === kind.false
    return Array.from({ length: count }, () => this.value(isFlag ? kind.byte : head & 15, depth + 1))
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw new NotPlain("a header is cut off")
    return this.bytes[this.at++]!
  }

  private skip(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new NotPlain("a header is cut off")
    const found = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return found
  }

  private varint(): number {
    let value = 0
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.byte()
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    throw new NotPlain("a number of a header is too large")
  }

  private zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
