/** A long table as one Parquet file a year: an appended session leaves the files of past years as they are. */
import type { ValueType } from "../../dag/ValueType.ts"

export interface TablePart {
  /** four digits */
  readonly year: string
  readonly bytes: Uint8Array
}

/** In order of years. */
export interface TableParts {
  readonly _tag: "TableParts"
  readonly parts: ReadonlyArray<TablePart>
}

export const make = (parts: ReadonlyArray<TablePart>): TableParts => ({ _tag: "TableParts", parts })

/** Of a value of the graph that becomes files. */
export const isTableParts = (value: unknown): value is TableParts =>
  typeof value === "object" && value !== null && "_tag" in value && value._tag === "TableParts"

export const type: ValueType<TableParts> = {
  name: "table-parts",
  widens: [],
  encode: ({ parts }) => ({
    header: "{}",
    chunks: parts.map(({ year, bytes }) => ({
      label: year,
      rows: 0,
      buffers: [{ name: "bytes", bytes }],
    })),
  }),
  decode: ({ chunks }) =>
    make(chunks.map(({ label, buffers }) => ({ year: label, bytes: buffers[0]!.bytes }))),
  describe: ({ parts }) => `${parts.length} parts of a table`,
}
