/** The catalogue in SQLite: write-ahead mode, so that several processes may share it. */
import { DatabaseSync } from "node:sqlite"
import type { Catalogue, ResultRow, RunRow } from "./Catalogue.ts"
import { resultChecksum, toResult, toRun, toRunNode } from "./catalogueRows.ts"
import { Connection } from "./Connection.ts"
import { inventory } from "./inventory.ts"
import { leaseTable } from "./leaseTable.ts"
import { isDamage, isOccupied, openAnew, setAside } from "./repair.ts"
import { prepareSchema } from "./schema.ts"
import { ValueTable } from "./valueTable.ts"

/** In a file; one that is no catalogue any more is set aside and begun anew. @param onSetAside told where it went */
export function openCatalogueFile(path: string, onSetAside: (to: string) => void): Catalogue {
  let inode = 0
  const connection = new Connection(() => {
    const opened = openAnew(path, open, onSetAside)
    inode = opened.inode
    return opened.db
  })
  return make(connection, (error) => {
    if (!isDamage(error)) return false
    connection.close()
    setAside(path, inode, onSetAside)
    connection.reopen()
    return true
  })
}

export const openCatalogueInMemory = (): Catalogue =>
  make(new Connection(() => open(":memory:")), () => false)

/** How long to wait for others that write: clearing a large cache takes a while. */
const busyMs = 60_000

/** Processes that make a catalogue at the same moment wait for each other. */
function open(path: string): DatabaseSync {
  const startedAt = performance.now()
  for (;;) {
    const db = new DatabaseSync(path, { timeout: busyMs })
    try {
      db.exec("pragma journal_mode = wal; pragma synchronous = normal")
      prepareSchema(db)
      return db
    } catch (error) {
      db.close()
      if (!isOccupied(error) || performance.now() - startedAt > busyMs) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

const latestInRun = `select result.* from run_node join run using (run_id) join result using (key)
  where run_node.id = ? and run.name = ? order by run_node.seq desc limit 1`

// runs that were cut short left results without a row of their own
const latestOfAny = "select * from result where node_id = ? and run_name = ? order by seq desc limit 1"

function make(connection: Connection, repair: Catalogue["repair"]): Catalogue {
  const sql = (text: string) => connection.statement(text)
  const values = new ValueTable(connection)
  const saveCode = (fingerprint: string, declarations: string): void =>
    void sql("insert or ignore into code values (?, ?)").run(fingerprint, declarations)
  return {
    result: (key) => toResult(sql("select * from result where key = ?").get(key)),
    latestOf: (nodeId, runName) =>
      toResult(sql(latestInRun).get(nodeId, runName) ?? sql(latestOfAny).get(nodeId, runName)),
    latestByRecipe: (recipe) =>
      toResult(sql("select * from result where recipe = ? order by seq desc limit 1").get(recipe)),
    saveResult: (row, declarations, owner) =>
      connection.transaction(() => {
        saveCode(row.code, declarations)
        saveResult(connection, row)
        sql("delete from lease where key = ? and owner = ?").run(row.key, owner)
      }),
    value: (content) => values.find(content),
    saveValue: (row) => values.save(row),
    dropValue: (content) => values.drop(content),
    smallObject: (hash) =>
      sql("select bytes from small_object where hash = ?").get(hash)?.["bytes"] as Uint8Array | undefined,
    dropSmallObject: (hash) => void sql("delete from small_object where hash = ?").run(hash),
    saveRun: (row) => connection.transaction(() => saveRun(connection, row)),
    runs: () => sql("select * from run order by seq").all().map(toRun),
    runIds: () =>
      sql("select run_id from run order by seq")
        .all()
        .map((row) => String(row["run_id"])),
    run: (runId) => {
      const row = sql("select * from run where run_id = ?").get(runId)
      return row === undefined ? undefined : toRun(row)
    },
    runFacts: (paths) =>
      sql(`select ${paths.map((_, i) => `json_extract(facts, ?) as f${i}`).join(", ")} from run order by seq`)
        .all(...paths)
        .map((row) => paths.map((_, i) => row[`f${i}`])),
    runNodes: (runId) =>
      sql("select id, key, fate, reasons from run_node where run_id = ? order by seq")
        .all(runId)
        .map(toRunNode),
    certificate: (fingerprint) =>
      sql("select laws from certificate where fingerprint = ?").get(fingerprint)?.["laws"] as
        | string
        | undefined,
    dropCertificate: (fingerprint) =>
      void sql("delete from certificate where fingerprint = ?").run(fingerprint),
    saveCertificate: (fingerprint, definition, laws, passedAt) =>
      void sql("insert or replace into certificate values (?, ?, ?, ?)").run(
        fingerprint,
        definition,
        laws,
        passedAt,
      ),
    code: (fingerprint) =>
      sql("select declarations from code where fingerprint = ?").get(fingerprint)?.["declarations"] as
        | string
        | undefined,
    saveCode,
    leases: leaseTable(connection),
    inventory: inventory(connection, values),
    repair,
    close: () => connection.close(),
  }
}

function saveResult(connection: Connection, row: ResultRow): void {
  const inputs = JSON.stringify(row.inputs)
  const outputs = JSON.stringify(row.outputs)
  const states = JSON.stringify(row.states)
  connection
    .statement(
      `insert into result (key, definition, node_id, code, config, inputs, external, seed, outputs, recipe, states, rows_run,
         run_id, run_name, computed_at, wall_ms, cpu_ms, checksum)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (key) do update set outputs = excluded.outputs, recipe = excluded.recipe, states = excluded.states,
         rows_run = excluded.rows_run, node_id = excluded.node_id, run_id = excluded.run_id, config = excluded.config,
         inputs = excluded.inputs, external = excluded.external, seed = excluded.seed, definition = excluded.definition,
         code = excluded.code, run_name = excluded.run_name, computed_at = excluded.computed_at,
         wall_ms = excluded.wall_ms, cpu_ms = excluded.cpu_ms, checksum = excluded.checksum`,
    )
    .run(
      row.key,
      row.definition,
      row.nodeId,
      row.code,
      row.config,
      inputs,
      row.external,
      row.seed,
      outputs,
      row.recipe,
      states,
      row.rowsRun,
      row.runId,
      row.runName,
      row.computedAt,
      row.wallMs,
      row.cpuMs,
      resultChecksum(row, { inputs, outputs, states }),
    )
}

function saveRun(connection: Connection, row: RunRow): void {
  const { changes } = connection
    .statement(
      "insert into run (run_id, name, started_at, status, facts) values (?, ?, ?, ?, ?) on conflict do nothing",
    )
    .run(row.runId, row.name, row.startedAt, row.status, row.facts)
  if (changes === 0) return
  const insert = connection.statement(
    "insert into run_node (run_id, id, key, fate, reasons) values (?, ?, ?, ?, ?)",
  )
  for (const { id, key, fate, reasons } of row.nodes) insert.run(row.runId, id, key, fate, reasons)
}
