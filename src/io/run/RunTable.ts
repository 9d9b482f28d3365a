/** A table of a run's folder as typed columns, from the bytes of its Parquet files: those that Sage writes, and no others. */
import {
  type ColumnChunk,
  type ColumnShape,
  readFooter,
  readShapes,
  type RowGroup,
} from "../parquet/footer.ts"
import { NotPlain } from "../parquet/NotPlain.ts"
import { readDoubles, readInts, readTexts } from "../parquet/readColumn.ts"

export type RunColumn =
  /** epoch days */
  | { readonly name: string; readonly type: "date"; readonly values: Int32Array }
  | { readonly name: string; readonly type: "int"; readonly values: Int32Array }
  /** NaN = null */
  | { readonly name: string; readonly type: "double"; readonly values: Float64Array }
  /** `values` are positions in `texts` */
  | {
      readonly name: string
      readonly type: "text"
      readonly texts: ReadonlyArray<string>
      readonly values: Int32Array
    }

export interface RunTable {
  readonly rows: number
  readonly columns: ReadonlyArray<RunColumn>
}

/** What columns of these names hold: `{ date: "date", net: "double" }`. */
export type Shape = Readonly<Record<string, RunColumn["type"]>>

export interface TypedTable<S extends Shape> {
  readonly rows: number
  readonly columns: { readonly [K in keyof S]: Extract<RunColumn, { readonly type: S[K] }> }
}

/** Thirty years of four thousand assets in long form. */
const mostCells = 100_000_000
/** Of one text column. */
const mostTexts = 1_000_000

type Refuse = (file: string, problem: string, column?: string) => Error

interface Part {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * @param parts tables of the same columns, to stand one below the other
 * @param wanted the only columns to read, in that order, and what they must hold; by default all as they are
 * @param refuse what to throw
 */
export function decodeTable(parts: ReadonlyArray<Part>, wanted: Shape | undefined, refuse: Refuse): RunTable {
  const opened = parts.map((part) => within(part, refuse, () => ({ ...part, ...openPart(part.bytes) })))
  const [first] = opened
  if (first === undefined) return { rows: 0, columns: [] }
  for (const { name, shapes } of opened) {
    if (JSON.stringify(shapes) !== JSON.stringify(first.shapes))
      throw refuse(name, `its columns are not those of ${first.name}`)
  }
  const chosen =
    wanted === undefined
      ? first.shapes
      : Object.entries(wanted).map(([name, type]) => shapeOf(first, name, type, refuse))
  const rows = opened.reduce((sum, part) => sum + part.rows, 0)
  if (rows * Math.max(1, chosen.length) > mostCells)
    throw refuse(first.name, `it claims ${rows} rows, more than any run has`)
  const columns = chosen.map((shape) => emptyColumn(shape, rows))
  for (const column of columns) fill(column, opened, refuse)
  return { rows, columns: columns.map(finished) }
}

interface OpenPart extends Part {
  readonly groups: ReadonlyArray<RowGroup>
  readonly shapes: ReadonlyArray<ColumnShape>
  readonly rows: number
}

function openPart(bytes: Uint8Array): Omit<OpenPart, keyof Part> {
  const groups = readFooter(bytes)
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  return { groups, shapes: readShapes(bytes), rows }
}

function shapeOf(
  { name: file, shapes }: OpenPart,
  name: string,
  type: RunColumn["type"],
  refuse: Refuse,
): ColumnShape {
  const shape = shapes.find((each) => each.name === name)
  if (shape === undefined) throw refuse(file, "there is no such column", name)
  if (shape.type !== type) throw refuse(file, `it holds values of type ${shape.type}, not ${type}`, name)
  return shape
}

/** A column while it is filled. */
type Filling = Extract<RunColumn, { readonly type: "date" | "int" | "double" }> | TextFilling

interface TextFilling {
  readonly name: string
  readonly type: "text"
  readonly numbers: Map<string, number>
  readonly values: Int32Array
}

function emptyColumn({ name, type }: ColumnShape, rows: number): Filling {
  if (type === "double") return { name, type, values: new Float64Array(rows) }
  if (type === "text") return { name, type, numbers: new Map(), values: new Int32Array(rows) }
  return { name, type, values: new Int32Array(rows) }
}

const finished = (column: Filling): RunColumn =>
  column.type === "text"
    ? {
        name: column.name,
        type: "text",
        texts: [...column.numbers.keys()].map(fromLatin1),
        values: column.values,
      }
    : column

/** Bytes of a text come as one character each. */
const fromLatin1 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8")

function fill(column: Filling, parts: ReadonlyArray<OpenPart>, refuse: Refuse): void {
  let at = 0
  for (const part of parts) {
    for (const group of part.groups) {
      within(part, refuse, () => fillGroup(column, part.bytes, group, at), column.name)
      at += group.rows
    }
  }
}

function fillGroup(column: Filling, bytes: Uint8Array, group: RowGroup, at: number): void {
  const chunk: ColumnChunk | undefined = group.columns.get(column.name)
  if (chunk === undefined) throw new NotPlain("a group of rows lacks it")
  const end = at + group.rows
  if (column.type === "double") readDoubles(bytes, chunk, column.values.subarray(at, end))
  else if (column.type === "text")
    readTexts(bytes, chunk, column.values.subarray(at, end), numbering(column.numbers))
  else readInts(bytes, chunk, column.values.subarray(at, end))
}

const numbering =
  (numbers: Map<string, number>) =>
  (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    if (numbers.size >= mostTexts) throw new NotPlain("it has more texts than any run has assets")
    numbers.set(text, numbers.size)
    return numbers.size - 1
  }

/** What is not as Sage writes it names its file. */
function within<A>({ name: file }: Part, refuse: Refuse, work: () => A, column?: string): A {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof NotPlain) throw refuse(file, `it is no table of a run: ${cause.message}`, column)
    throw cause
  }
}
