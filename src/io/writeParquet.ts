import type { ParquetColumn, ParquetTable } from "../pipeline/data/ParquetEncoder.ts"
import { type Driver, type DriverColumn, identifier, literal, withDuckDb } from "./duckdb.ts"

/**
 * Writes a table as a Parquet file: the same table gives the same bytes. NaN becomes null, strings are dictionary
 * encoded. The caller gives a path that is not yet the final one, since a killed process leaves a piece of a file.
 */
export const writeParquet = (path: string, table: ParquetTable): Promise<void> =>
  withDuckDb(async ({ driver, connection, withTable }) => {
    const columns = table.columns.map((column) => driverColumn(driver, column))
    const select = table.columns.map(selectColumn).join(", ")
    await withTable(columns, (from) =>
      connection.run(
        `COPY (SELECT ${select} FROM ${from}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
      ),
    )
  })

function driverColumn(driver: Driver, { name, ...column }: ParquetColumn): DriverColumn {
  switch (column.type) {
    case "date":
      return { name, type: driver.DATE, items: column.values }
    case "int":
      return { name, type: driver.INTEGER, items: column.values }
    case "double":
      return { name, type: driver.DOUBLE, items: column.values }
    case "string":
      return { name, ...enumerate(driver, column.values) }
  }
}

/** A string a row is slow to hand over; a number a row and a list of the distinct strings is not. */
function enumerate(driver: Driver, values: ReadonlyArray<string>): Pick<DriverColumn, "type" | "items"> {
  const distinct = [...new Set(values)].sort()
  const position = new Map(distinct.map((value, i) => [value, i]))
  const codes = Uint32Array.from(values, (value) => position.get(value)!)
  const type = driver.ENUM(distinct)
  if (distinct.length <= 0xff) return { type, items: Uint8Array.from(codes) }
  return { type, items: distinct.length <= 0xffff ? Uint16Array.from(codes) : codes }
}

function selectColumn({ name, type }: ParquetColumn): string {
  const column = identifier(name)
  if (type === "double") return `CASE WHEN isnan(${column}) THEN NULL ELSE ${column} END AS ${column}`
  return type === "string" ? `CAST(${column} AS VARCHAR) AS ${column}` : column
}
