/**
 * DuckDB, in memory, loaded when first needed: the reader and writer of Parquet and CSV. Nothing of Sage is kept in it.
 *
 * Values go in and out as typed vectors. `items` and `validity` of a vector are private in the driver's types but are the
 * only way without a JavaScript value per cell; `test/io/duckdb.test.ts` pins what is relied on.
 */
import type {
  DuckDBConnection,
  DuckDBInstance,
  DuckDBResult,
  DuckDBType,
  DuckDBVector,
} from "@duckdb/node-api"

type TypedItems = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

/** A column handed to DuckDB without copying it first. */
export interface DriverColumn {
  readonly name: string
  readonly type: DuckDBType
  readonly items: TypedItems
}

export type Driver = typeof import("@duckdb/node-api")

export interface Session {
  readonly driver: Driver
  readonly connection: DuckDBConnection
  /** a name to select from that yields these columns, in order, while `use` runs */
  readonly withTable: <A>(
    columns: ReadonlyArray<DriverColumn>,
    use: (from: string) => Promise<A>,
  ) => Promise<A>
}

interface Opened {
  readonly driver: Driver
  readonly instance: DuckDBInstance
  readonly tables: Map<number, ReadonlyArray<DriverColumn>>
}

/** For what the driver itself holds: pages of the file being read or written, and names. Files that claim more fail. */
const memoryLimit = "512MB"

let opened: Promise<Opened> | undefined
let nextTable = 1

/**
 * One instance a process. One thread, so that rows keep their order and files their bytes; no extension is loaded or
 * fetched, so that a path can mean a local file only.
 */
async function open(): Promise<Opened> {
  const driver = await import("@duckdb/node-api")
  const instance = await driver.DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: memoryLimit,
    temp_directory: "", // what does not fit is an error, not a file somewhere
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  })
  const tables = new Map<number, ReadonlyArray<DriverColumn>>()
  const connection = await instance.connect()
  connection.registerTableFunction(columnsFunction(driver, tables)) // for all connections of the instance
  connection.disconnectSync()
  return { driver, instance, tables }
}

/** Runs `use` on a connection of its own: a stream is lost when its connection runs another query. */
export async function withDuckDb<A>(use: (session: Session) => Promise<A>): Promise<A> {
  const { driver, instance, tables } = await (opened ??= open())
  const connection = await instance.connect()
  const withTable: Session["withTable"] = async (columns, select) => {
    const id = nextTable++
    tables.set(id, columns)
    try {
      return await select(`sage_columns(${id})`)
    } finally {
      tables.delete(id)
    }
  }
  try {
    return await use({ driver, connection, withTable })
  } finally {
    connection.disconnectSync()
  }
}

interface Scan {
  position: number
  readonly projected: ReadonlyArray<number>
}

/** `sage_columns(id)`: the columns that `withTable` holds under that number. */
function columnsFunction(driver: Driver, tables: ReadonlyMap<number, ReadonlyArray<DriverColumn>>) {
  const chunkRows = 2048
  return driver.DuckDBTableFunction.create({
    name: "sage_columns",
    parameterTypes: [driver.INTEGER],
    supportsProjectionPushdown: true,
    bindFunction: (info) => {
      const columns = tables.get(Number(info.getParameter(0)))!
      for (const { name, type } of columns) info.addResultColumn(name, type)
      info.setCardinality(columns[0]?.items.length ?? 0, true)
      info.setBindData({ columns })
    },
    initFunction: (info) => {
      info.setMaxThreads(1)
      info.setInitData({ position: 0, projected: info.getColumnIndexes() } satisfies Scan)
    },
    mainFunction: (info, out) => {
      const { columns } = info.getBindData() as { readonly columns: ReadonlyArray<DriverColumn> }
      const scan = info.getInitData() as Scan
      const count = Math.min(chunkRows, (columns[0]?.items.length ?? 0) - scan.position)
      out.rowCount = count // 0 ends the scan
      if (count === 0) return
      scan.projected.forEach((column, at) => {
        const vector = out.getColumnVector(at)
        itemsOf(vector).set(columns[column]!.items.subarray(scan.position, scan.position + count))
        vector.flush()
      })
      scan.position += count
    },
  })
}

/** The vector's own memory: one number a row. */
export const itemsOf = (vector: DuckDBVector): TypedItems =>
  (vector as unknown as { items: TypedItems }).items

/** Every row of a result, in order: `collect` gets the columns of one chunk after the other. */
export async function forEachChunk(
  result: DuckDBResult,
  collect: (columns: ReadonlyArray<DuckDBVector>, rows: number) => void,
): Promise<void> {
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    collect(
      Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column)),
      chunk.rowCount,
    )
  }
}

/** A string of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name of SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
