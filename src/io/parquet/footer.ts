/** Where the columns of a Parquet file lie. Field numbers are those of parquet.thrift (Apache Parquet 2.x). */
import { CompactReader, type Struct, type Value } from "./compactProtocol.ts"
import { NotPlain } from "./NotPlain.ts"

export interface ColumnChunk {
  /** physical type: 1 = INT32, 5 = DOUBLE, 6 = BYTE_ARRAY */
  readonly type: number
  /** 0 = none, 6 = ZSTD */
  readonly codec: number
  readonly values: number
  /** first and one past the last byte in the file */
  readonly from: number
  readonly to: number
}

export interface RowGroup {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ColumnChunk>
}

/** What a column holds: of the types of Parquet those that Sage writes. */
export interface ColumnShape {
  readonly name: string
  readonly type: "date" | "int" | "double" | "text"
}

const magic = 0x31524150 // PAR1

export function readFooter(bytes: Uint8Array): ReadonlyArray<RowGroup> {
  return list(fileOf(bytes), 4).map((group) => ({
    rows: number(struct(group), 3),
    columns: new Map(list(struct(group), 1).map((chunk) => columnOf(struct(chunk), bytes.length))),
  }))
}

/** The columns in the order of the file. */
export const readShapes = (bytes: Uint8Array): ReadonlyArray<ColumnShape> =>
  list(fileOf(bytes), 2)
    .slice(1) // the first element is the table itself
    .map((element) => shapeOf(struct(element)))

function fileOf(bytes: Uint8Array): Struct {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 8
  if (end < 4 || view.getUint32(0, true) !== magic || view.getUint32(end + 4, true) !== magic) {
    throw new NotPlain("it does not begin and end as Parquet does")
  }
  const length = view.getUint32(end, true)
  if (length > end - 4) throw new NotPlain("its footer is longer than the file")
  return new CompactReader(bytes, end - length).struct()
}

/** Physical type 1 with the converted type 6 is a date. */
function shapeOf(element: Struct): ColumnShape {
  const name = textOf(element.get(4))
  switch (element.get(1)) {
    case 1:
      return { name, type: element.get(6) === 6 ? "date" : "int" }
    case 5:
      return { name, type: "double" }
    case 6:
      return { name, type: "text" }
    default:
      throw new NotPlain(`the column ${name} has a type that no run writes`)
  }
}

function textOf(value: Value | undefined): string {
  if (!(value instanceof Uint8Array)) throw new NotPlain("a column has no name")
  return new TextDecoder().decode(value)
}

function columnOf(chunk: Struct, size: number): readonly [string, ColumnChunk] {
  if (chunk.has(1)) throw new NotPlain("a column lies in another file")
  const meta = struct(chunk.get(3))
  const path = list(meta, 3)
  if (path.length !== 1) throw new NotPlain("a column is nested")
  const data = number(meta, 9)
  const from = meta.has(11) ? Math.min(data, number(meta, 11)) : data
  const to = from + number(meta, 7)
  if (from < 4 || to > size) throw new NotPlain("a column lies outside the file")
  return [
    textOf(path[0]),
    { type: number(meta, 1), codec: number(meta, 4), values: number(meta, 5), from, to },
  ]
}

export function number(struct: Struct, field: number): number {
  const value = struct.get(field)
  if (typeof value !== "number" || value < 0) throw new NotPlain(`a header lacks its field ${field}`)
  return value
}

export function struct(value: Value | undefined): Struct {
  if (value instanceof Map) return value
  throw new NotPlain("a header lacks a part")
}

function list(struct: Struct, field: number): ReadonlyArray<Value> {
  const value = struct.get(field)
  if (!Array.isArray(value)) throw new NotPlain(`a header lacks its list ${field}`)
  return value
}
