import type { Cell, SqlResult } from "./runSql.ts"

/** A result as an Arrow IPC file: numbers, booleans and dates as such, everything else as text. */
export async function encodeArrow({ columns, rows }: SqlResult): Promise<Uint8Array> {
  const arrow = await import("apache-arrow")
  const vectors = columns.map(({ type }, i) => {
    const values = rows.map((row) => row[i] ?? null)
    if (type === "DATE") return arrow.vectorFromArray(values.map(dateOf), new arrow.DateDay())
    if (type === "BOOLEAN")
      return arrow.vectorFromArray(values as ReadonlyArray<boolean | null>, new arrow.Bool())
    if (isNumeric(type) && values.every((value) => value === null || typeof value === "number"))
      return arrow.vectorFromArray(values as ReadonlyArray<number | null>, new arrow.Float64())
    return arrow.vectorFromArray(values.map(textOf), new arrow.Utf8())
  })
  // made of vectors, since a record of them would put names like 1 before the others
  const fields = columns.map(({ name }, i) => new arrow.Field(name, vectors[i]!.type, true))
  const schema = new arrow.Schema(fields)
  const children = vectors.map((vector) => vector.data[0]!)
  const struct = arrow.makeData({ type: new arrow.Struct(fields), length: rows.length, children })
  return arrow.tableToIPC(new arrow.Table(schema, new arrow.RecordBatch(schema, struct)), "file")
}

const isNumeric = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL/.test(type)

const dateOf = (value: Cell): Date | null => (typeof value === "string" ? new Date(value) : null)

const textOf = (value: Cell): string | null =>
  typeof value === "string" || value === null ? value : JSON.stringify(value)
