/**
 * The ledger of a cache as rows, for queries: runs and what became of their nodes. Reads the file as it is and changes
 * nothing, so that a query needs no lock and makes no cache.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

export type LedgerValue = string | number | null

/** Columns by name, each as SQL over the rows of its table. */
export type LedgerColumns = Readonly<Record<string, string>>

export const runColumns = {
  seq: "run.seq",
  run_id: "run.run_id",
  name: "run.name",
  started_at: "run.started_at",
  status: "run.status",
  question: "json_extract(run.facts, '$.question')",
  snapshot: "json_extract(run.facts, '$.snapshot')",
  config_hash: "json_extract(run.facts, '$.config_hash')",
  data_hash: "json_extract(run.facts, '$.data_hash')",
  overrides: "json_extract(run.facts, '$.overrides')",
  metrics: "json_extract(run.facts, '$.metrics')",
} as const satisfies LedgerColumns

export const nodeColumns = {
  seq: "run_node.seq",
  run_id: "run_node.run_id",
  node: "run_node.id",
  key: "run_node.key",
  fate: "run_node.fate",
  reasons: "run_node.reasons",
  definition: "result.definition",
  config: "result.config",
  computed_by: "result.run_id",
  computed_at: "result.computed_at",
  wall_ms: "result.wall_ms",
  cpu_ms: "result.cpu_ms",
} as const satisfies LedgerColumns

export interface LedgerRows {
  readonly rows: number
  /** `seq` as 32-bit integers */
  readonly columns: ReadonlyArray<ArrayLike<LedgerValue>>
}

/** @param cache folder of the cache; without a ledger there are no rows */
export const readRuns = (cache: string, columns: ReadonlyArray<keyof typeof runColumns>): LedgerRows =>
  readRows(cache, `select ${columns.map((name) => runColumns[name]).join(", ")} from run`)

/** In the order of the file, mostly that of `seq`: an index that holds all columns asked for is read instead of it. Results are looked up only where a column of theirs is wanted. */
export function readRunNodes(cache: string, columns: ReadonlyArray<keyof typeof nodeColumns>): LedgerRows {
  const selected = columns.map((name) => nodeColumns[name])
  const results = selected.some((sql) => sql.startsWith("result.")) ? "left join result using (key)" : ""
  return readRows(cache, `select ${selected.join(", ")} from run_node ${results}`)
}

/** Runs in the ledger; throws where it is there and cannot be asked. */
export function countRuns(cache: string): number {
  const [counts] = readRows(cache, "select count(*) from run").columns
  return Number(counts?.[0] ?? 0)
}

const busyMs = 10_000

function readRows(cache: string, sql: string): LedgerRows {
  const path = join(cache, "catalogue.db")
  if (!existsSync(path)) return { rows: 0, columns: [] }
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs })
  try {
    const statement = db.prepare(sql)
    statement.setReturnArrays(true)
    const rows = statement.all() as unknown as ReadonlyArray<ReadonlyArray<LedgerValue>>
    const columns = statement.columns().map(({ column }, i) => {
      const value = (row: ReadonlyArray<LedgerValue>): LedgerValue => row[i]!
      return column === "seq" ? Int32Array.from(rows, (row) => Number(row[i])) : rows.map(value)
    })
    return { rows: rows.length, columns }
  } finally {
    db.close()
  }
}
