/**
 * A table as a Parquet file of the plainest kind: one group of rows, one page a column, dictionaries where they are shorter, no
 * compression. Nothing of it depends on a library, so equal tables give equal bytes on every machine and for ever.
 *
 * Source: the Apache Parquet format 2.x (parquet.thrift, "Encodings").
 */
import { ByteSink } from "./ByteSink.ts"
import { type Field, writeStruct } from "./compactStruct.ts"
import { doubleDictionary, intDictionary, usedTexts } from "./dictionaryOf.ts"
import { encodeHybrid } from "./encodeHybrid.ts"

export type TableColumn =
  /** epoch days */
  | { readonly name: string; readonly type: "date"; readonly values: Int32Array }
  | { readonly name: string; readonly type: "int"; readonly values: Int32Array }
  /** NaN is written as null */
  | { readonly name: string; readonly type: "double"; readonly values: Float64Array }
  /** position of each row's text in `texts` */
  | {
      readonly name: string
      readonly type: "text"
      readonly texts: ReadonlyArray<string>
      readonly values: Int32Array
    }

const magic = new TextEncoder().encode("PAR1")

/** @param columns of one length, their names distinct also where case does not count */
export function encodeParquet(columns: ReadonlyArray<TableColumn>): Uint8Array {
  refuseNamesThatMeet(columns)
  const rows = columns[0]?.values.length ?? 0
  const sink = new ByteSink()
  sink.append(magic)
  const chunks = rows === 0 ? [] : columns.map((column) => writeColumn(sink, column))
  const groupBytes = sink.length - magic.length
  const footer = sink.length
  writeStruct(sink, [
    { id: 1, type: "i32", value: 1 },
    { id: 2, type: "structs", value: [root(columns.length), ...columns.map(schemaOf)] },
    { id: 3, type: "i64", value: rows },
    {
      id: 4,
      type: "structs",
      value: rows === 0 ? [] : [groupOf(chunks, groupBytes, rows)],
    },
    { id: 6, type: "text", value: "sage" },
  ])
  sink.uint32(sink.length - footer)
  sink.append(magic)
  return sink.bytes()
}

const groupOf = (
  chunks: ReadonlyArray<ReadonlyArray<Field>>,
  bytes: number,
  rows: number,
): ReadonlyArray<Field> => [
  { id: 1, type: "structs", value: chunks },
  { id: 2, type: "i64", value: bytes },
  { id: 3, type: "i64", value: rows },
]

/** Readers that do not tell case would see one of two such columns only. */
function refuseNamesThatMeet(columns: ReadonlyArray<TableColumn>): void {
  const seen = new Map<string, string>()
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined)
      throw new Error(`the columns ${other} and ${name} differ by case at most; rename one`)
    seen.set(name.toLowerCase(), name)
  }
}

// --------------------------------------------------------------------------------------------------------- schema

const physical = { date: 1, int: 1, double: 5, text: 6 }

const root = (children: number): ReadonlyArray<Field> => [
  { id: 4, type: "text", value: "table" },
  { id: 5, type: "i32", value: children },
]

const schemaOf = ({ name, type }: TableColumn): ReadonlyArray<Field> => [
  { id: 1, type: "i32", value: physical[type] },
  { id: 3, type: "i32", value: 1 }, // optional
  { id: 4, type: "text", value: name },
  ...meanings[type],
]

/** Converted and logical type: 0 and 1 are text, 6 and 6 a date. */
const meanings: Readonly<Record<TableColumn["type"], ReadonlyArray<Field>>> = {
  date: [
    { id: 6, type: "i32", value: 6 },
    { id: 10, type: "struct", value: [{ id: 6, type: "struct", value: [] }] },
  ],
  text: [
    { id: 6, type: "i32", value: 0 },
    { id: 10, type: "struct", value: [{ id: 1, type: "struct", value: [] }] },
  ],
  int: [],
  double: [],
}

// -------------------------------------------------------------------------------------------------------- columns

const encodings = { plain: 0, rle: 3, dictionary: 8 }

/** Writes the pages of a column and says where they lie. */
function writeColumn(sink: ByteSink, column: TableColumn): ReadonlyArray<Field> {
  const from = sink.length
  const { known, levels } = levelsOf(column)
  const dictionary = dictionaryOf(column, known)
  if (dictionary !== undefined)
    writePage(sink, dictionary.bytes, {
      kind: 2,
      id: 7,
      values: dictionary.entries,
      encoding: encodings.plain,
    })
  const data = sink.length
  const body = new ByteSink()
  writeLevels(body, column.values.length, levels)
  if (dictionary === undefined) body.append(rawOf(known))
  else {
    body.byte(dictionary.width)
    encodeHybrid(body, dictionary.codes, 0, dictionary.codes.length, dictionary.width)
  }
  const encoding = dictionary === undefined ? encodings.plain : encodings.dictionary
  writePage(sink, body.bytes(), { kind: 0, id: 5, values: column.values.length, encoding })
  const size = sink.length - from
  const used = dictionary === undefined ? [encodings.plain] : [encodings.plain, encodings.dictionary]
  return [
    { id: 2, type: "i64", value: from },
    {
      id: 3,
      type: "struct",
      value: [
        { id: 1, type: "i32", value: physical[column.type] },
        { id: 2, type: "i32s", value: [...used, encodings.rle] },
        { id: 3, type: "texts", value: [column.name] },
        { id: 4, type: "i32", value: 0 }, // not compressed
        { id: 5, type: "i64", value: column.values.length },
        { id: 6, type: "i64", value: size },
        { id: 7, type: "i64", value: size },
        { id: 9, type: "i64", value: data },
        ...(dictionary === undefined ? [] : [{ id: 11, type: "i64" as const, value: from }]),
      ],
    },
  ]
}

interface Known {
  /** the values that are not null */
  readonly known: Float64Array | Int32Array
  /** 1 = not null, of each row; undefined where all are known */
  readonly levels: Int32Array | undefined
}

function levelsOf({ type, values }: TableColumn): Known {
  if (type !== "double") return { known: values, levels: undefined }
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length === values.length) return { known, levels: undefined }
  return { known, levels: Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)) }
}

function writeLevels(body: ByteSink, rows: number, levels: Int32Array | undefined): void {
  const packed = new ByteSink()
  if (levels === undefined) {
    packed.varint(rows * 2)
    packed.byte(1)
  } else encodeHybrid(packed, levels, 0, rows, 1)
  body.uint32(packed.length)
  body.append(packed.bytes())
}

interface Coded {
  readonly bytes: Uint8Array
  readonly entries: number
  readonly codes: Int32Array
  /** bits of a position */
  readonly width: number
}

/** Undefined where the values themselves are as short. */
function dictionaryOf(column: TableColumn, known: Float64Array | Int32Array): Coded | undefined {
  if (column.type === "text") {
    const { values, codes } = usedTexts(column.texts, column.values)
    return { bytes: textBytes(values), entries: values.length, codes, width: widthOf(values.length) }
  }
  if (known.length === 0) return undefined
  const found = known instanceof Float64Array ? doubleDictionary(known) : intDictionary(known)
  if (found === undefined) return undefined
  const { values, codes } = found
  return { bytes: rawOf(values), entries: values.length, codes, width: widthOf(values.length) }
}

/** At least one bit, so that there is a run to read. */
const widthOf = (entries: number): number => Math.max(1, 32 - Math.clz32(Math.max(0, entries - 1)))

function textBytes(texts: ReadonlyArray<string>): Uint8Array {
  const sink = new ByteSink()
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text)
    sink.uint32(bytes.length)
    sink.append(bytes)
  }
  return sink.bytes()
}

/** Little-endian, as in the file and on every machine that Node runs on. */
const rawOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

interface Page {
  /** 0 = data, 2 = dictionary; and the field that describes it */
  readonly kind: number
  readonly id: number
  readonly values: number
  readonly encoding: number
}

function writePage(sink: ByteSink, bytes: Uint8Array, { kind, id, values, encoding }: Page): void {
  const levels: ReadonlyArray<Field> =
    kind === 0
      ? [
          { id: 3, type: "i32", value: encodings.rle },
          { id: 4, type: "i32", value: encodings.rle },
        ]
      : []
  writeStruct(sink, [
    { id: 1, type: "i32", value: kind },
    { id: 2, type: "i32", value: bytes.length },
    { id: 3, type: "i32", value: bytes.length },
    {
      id,
      type: "struct",
      value: [{ id: 1, type: "i32", value: values }, { id: 2, type: "i32", value: encoding }, ...levels],
    },
  ])
  sink.append(bytes)
}
