/** Puts a table under its name before a query: a view over rows that are read when they are wanted, or over Parquet files. */
import type { DuckDBConnection, DuckDBType, DuckDBVector } from "@duckdb/node-api"
import { type Driver, identifier, itemsOf, literal } from "../duckdb.ts"
import type { ParquetTable, ReadTable, SqlRows, SqlTable, SqlType, SqlValue } from "./SqlTable.ts"

export async function registerTable(
  { driver, connection }: { readonly driver: Driver; readonly connection: DuckDBConnection },
  name: string,
  table: SqlTable,
): Promise<void> {
  if (table._tag === "Read") connection.registerTableFunction(rowsFunction(driver, functionOf(name), table))
  const select = table._tag === "Read" ? `SELECT * FROM ${functionOf(name)}()` : parquetSelect(table)
  await connection.run(`CREATE VIEW ${identifier(name)} AS ${select}`)
}

const functionOf = (name: string): string => `sage_${name}`

// ---------------------------------------------------------------------------------------------------------------- rows

interface Scan {
  position: number
  readonly rows: SqlRows
  readonly kinds: ReadonlyArray<SqlType>
}

const chunkRows = 2048

function rowsFunction(driver: Driver, name: string, table: ReadTable) {
  const types = table.columns.map(({ type }) => typeOf(driver, type))
  return driver.DuckDBTableFunction.create({
    name,
    parameterTypes: [],
    supportsProjectionPushdown: true,
    bindFunction: (info) => {
      table.columns.forEach((column, i) => info.addResultColumn(column.name, types[i]!))
      info.setBindData({})
    },
    initFunction: (info) => {
      info.setMaxThreads(1)
      const wanted = info.getColumnIndexes()
      const rows = table.read(wanted.map((column) => table.columns[column]!.name))
      const kinds = wanted.map((column) => table.columns[column]!.type)
      info.setInitData({ position: 0, rows, kinds } satisfies Scan)
    },
    mainFunction: (info, out) => {
      const scan = info.getInitData() as Scan
      const count = Math.min(chunkRows, scan.rows.rows - scan.position)
      out.rowCount = count // 0 ends the scan
      if (count === 0) return
      scan.rows.columns.forEach((column, at) => {
        const vector = out.getColumnVector(at)
        if (column instanceof Int32Array) {
          itemsOf(vector).set(column.subarray(scan.position, scan.position + count))
          vector.flush()
          return
        }
        for (let row = 0; row < count; row++)
          vector.setItem(row, itemOf(driver, scan.kinds[at]!, column[scan.position + row] ?? null))
        vector.flush()
      })
      scan.position += count
    },
  })
}

function typeOf(driver: Driver, type: SqlType): DuckDBType {
  switch (type) {
    case "text":
      return driver.VARCHAR
    case "double":
      return driver.DOUBLE
    case "integer":
      return driver.INTEGER
    case "boolean":
      return driver.BOOLEAN
    case "date":
      return driver.DATE
    case "timestamp":
      return driver.TIMESTAMP
  }
}

type Item = Parameters<DuckDBVector["setItem"]>[1]

/** NaN is not known: null. */
function itemOf(driver: Driver, type: SqlType, value: SqlValue): Item {
  if (value === null || Number.isNaN(value)) return null
  switch (type) {
    case "date":
      return new driver.DuckDBDateValue(Number(value))
    case "timestamp":
      return new driver.DuckDBTimestampValue(BigInt(Math.round(Number(value) * 1000)))
    default:
      return value
  }
}

// ------------------------------------------------------------------------------------------------------------- Parquet

/** Files by name, with the run that each is of; parts of a table stand side by side, by run and date. */
function parquetSelect({ columns, parts }: ParquetTable): string {
  const names = columns.map(({ name }) => identifier(name))
  if (parts.every((files) => files.length === 0)) {
    const empty = columns.map(({ name, type }) => `NULL::${sqlTypes[type]} AS ${identifier(name)}`)
    return `SELECT NULL::VARCHAR AS run_id, ${empty.join(", ")} WHERE false`
  }
  const read = parts.filter((files) => files.length > 0).map(readFiles)
  const joined = read
    .map((select, i) => (i === 0 ? `(${select}) p0` : `FULL JOIN (${select}) p${i} USING (run_id, "date")`))
    .join(" ")
  return `SELECT run_id, ${names.join(", ")} FROM ${joined}`
}

const sqlTypes: Readonly<Record<SqlType, string>> = {
  text: "VARCHAR",
  double: "DOUBLE",
  integer: "INTEGER",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
}

function readFiles(files: ParquetTable["parts"][number]): string {
  const list = files.map(({ path }) => literal(path)).join(", ")
  const runs = `MAP {${files.map(({ path, runId }) => `${literal(path)}: ${literal(runId)}`).join(", ")}}`
  return `SELECT ${runs}[filename] AS run_id, * EXCLUDE (filename) FROM read_parquet([${list}], filename = true, union_by_name = true)`
}
