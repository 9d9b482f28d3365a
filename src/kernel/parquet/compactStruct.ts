import type { ByteSink } from "./ByteSink.ts"

/** A field of a struct in Thrift's compact protocol: its number, and what it holds. */
export type Field =
  | { readonly id: number; readonly type: "i32" | "i64"; readonly value: number }
  | { readonly id: number; readonly type: "text"; readonly value: string }
  | { readonly id: number; readonly type: "struct"; readonly value: ReadonlyArray<Field> }
  | { readonly id: number; readonly type: "structs"; readonly value: ReadonlyArray<ReadonlyArray<Field>> }
  | { readonly id: number; readonly type: "i32s"; readonly value: ReadonlyArray<number> }
  | { readonly id: number; readonly type: "texts"; readonly value: ReadonlyArray<string> }

const kinds = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 }

const kindOf = ({ type }: Field): number =>
  type === "structs" || type === "i32s" || type === "texts" ? kinds.list : kinds[type]

/**
 * Writes a struct: its fields in ascending order of their numbers, each at most 15 after the last.
 * Source: the Apache Thrift specification, "compact protocol".
 */
export function writeStruct(sink: ByteSink, fields: ReadonlyArray<Field>): void {
  let last = 0
  for (const field of fields) {
    sink.byte(((field.id - last) << 4) | kindOf(field))
    last = field.id
    writeValue(sink, field)
  }
  sink.byte(0)
}

function writeValue(sink: ByteSink, field: Field): void {
  switch (field.type) {
    case "i32":
    case "i64":
      return sink.varint(zigzag(field.value))
    case "text":
      return writeText(sink, field.value)
    case "struct":
      return writeStruct(sink, field.value)
    case "structs":
      writeListHead(sink, field.value.length, kinds.struct)
      for (const value of field.value) writeStruct(sink, value)
      return
    case "i32s":
      writeListHead(sink, field.value.length, kinds.i32)
      for (const value of field.value) sink.varint(zigzag(value))
      return
    case "texts":
      writeListHead(sink, field.value.length, kinds.text)
      for (const value of field.value) writeText(sink, value)
  }
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

function writeListHead(sink: ByteSink, length: number, kind: number): void {
  if (length < 15) return sink.byte((length << 4) | kind)
  sink.byte(0xf0 | kind)
  sink.varint(length)
}

function writeText(sink: ByteSink, text: string): void {
  const bytes = new TextEncoder().encode(text)
  sink.varint(bytes.length)
  sink.append(bytes)
}
