import type { ParquetColumn, ParquetTable } from "../pipeline/data/ParquetEncoder.ts"
import { type Driver, type DriverColumn, identifier, literal, withDuckDb } from "./duckdb.ts"

/**
 * Writes a table as a Parquet file: the same table gives the same bytes. NaN becomes null, strings are dictionary
 * encoded. The caller gives a path that is not yet the final one, since a killed process leaves a piece of a file.
 */
export const writeParquet = (path: string, table: ParquetTable): Promise<void> =>
  withDuckDb(async ({ driver, connection, withTable }) => {
    refuseNamesThatMeet(table)
    const columns = table.columns.map((column, i) => ({ name: `c${i}`, ...driverColumn(driver, column) }))
    const select = table.columns.map(selectColumn).join(", ")
    await withTable(columns, (from) =>
      connection.run(
        `COPY (SELECT ${select} FROM ${from}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      ),
    )
  })

/** DuckDB would write the second of two such names as another one, without a word. */
function refuseNamesThatMeet({ columns }: ParquetTable): void {
  const seen = new Map<string, string>()
  for (const { name } of columns) {
    const other = seen.get(name.toLowerCase())
    if (other !== undefined)
      throw new Error(`the columns ${other} and ${name} differ by case at most; rename one`)
    seen.set(name.toLowerCase(), name)
  }
}

type Items = Pick<DriverColumn, "type" | "items">

function driverColumn(driver: Driver, column: ParquetColumn): Items {
  switch (column.type) {
    case "date":
      return { type: driver.DATE, items: column.values }
    case "int":
      return { type: driver.INTEGER, items: column.values }
    case "double":
      return { type: driver.DOUBLE, items: column.values }
    case "string":
      return enumerate(driver, column.values)
    case "category":
      return coded(driver, column.names, column.values)
  }
}

/** A string a row is slow to hand over; a number a row and a list of the distinct strings is not. */
function enumerate(driver: Driver, values: ReadonlyArray<string>): Items {
  const distinct = [...new Set(values)].sort()
  const position = new Map(distinct.map((value, i) => [value, i]))
  return coded(
    driver,
    distinct,
    Int32Array.from(values, (value) => position.get(value)!),
  )
}

function coded(driver: Driver, names: ReadonlyArray<string>, codes: Int32Array): Items {
  const type = driver.ENUM(names)
  if (names.length <= 0xff) return { type, items: new Uint8Array(codes) }
  return { type, items: names.length <= 0xffff ? new Uint16Array(codes) : new Uint32Array(codes) }
}

function selectColumn({ name, type }: ParquetColumn, i: number): string {
  const as = `AS ${identifier(name)}`
  if (type === "double") return `CASE WHEN isnan(c${i}) THEN NULL ELSE c${i} END ${as}`
  return type === "string" || type === "category" ? `CAST(c${i} AS VARCHAR) ${as}` : `c${i} ${as}`
}
