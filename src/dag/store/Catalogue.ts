/**
 * Which key gave which content, when and from what; where the objects of a value lie; which runs there were.
 * SQLite in write-ahead mode, so that several processes may share it. Losing it costs recomputation and history only.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite"
import { layoutVersion, type ObjectName } from "./layout.ts"

/** A result: the components of its key, so that two of them can be compared to say what changed. */
export interface ResultRow {
  readonly key: string
  readonly definition: string
  readonly nodeId: string
  /** code fingerprint */
  readonly code: string
  /** canonical JSON */
  readonly config: string
  readonly inputs: ReadonlyArray<ResultInput>
  /** state of the world that an external node read; null for others */
  readonly external: string | null
  /** study seed, for nodes with a stream */
  readonly seed: number | null
  /** content hash of each output port */
  readonly outputs: Readonly<Record<string, string>>
  /** where in a graph, without contents: finds the earlier version of a result */
  readonly recipe: string
  /** states of a stateful node after some rows, by row key, as content hashes */
  readonly states: ReadonlyArray<Checkpoint>
  /** rows of output that were computed rather than taken over; null without a time axis */
  readonly rowsRun: number | null
  readonly runId: string
  /** what was run: an experiment's file */
  readonly runName: string
  /** epoch milliseconds */
  readonly computedAt: number
  readonly wallMs: number
  readonly cpuMs: number
}

export interface Checkpoint {
  readonly key: number
  readonly content: string
}

export interface ResultInput {
  readonly port: string
  readonly key: string | null
  readonly from: string
  readonly content: string
}

/** Where a value lies: in the row itself, or in objects. */
export interface ValueRow {
  readonly content: string
  readonly type: string
  readonly header: string
  /** JSON of the chunk places */
  readonly chunks: string
  /** empty when inline */
  readonly objects: ReadonlyArray<ObjectName>
  readonly inline: Uint8Array | null
  /** object of the row keys; null for values without a time axis, and when inline */
  readonly keys: ObjectName | null
  readonly inlineKeys: Uint8Array | null
}

export interface RunRow {
  readonly runId: string
  readonly name: string
  readonly startedAt: number
  readonly status: "done" | "failed" | "interrupted"
  /** JSON: what the layer above wants to find again */
  readonly facts: string
  /** id, key and fate of each node */
  readonly nodes: ReadonlyArray<RunNodeRow>
}

export interface RunNodeRow {
  readonly id: string
  readonly key: string | null
  readonly fate: string
  /** JSON of the reasons why it ran */
  readonly reasons: string
}

export interface Catalogue {
  readonly result: (key: string) => ResultRow | undefined
  readonly latestOf: (nodeId: string, runName: string) => ResultRow | undefined
  readonly latestByRecipe: (recipe: string) => ResultRow | undefined
  readonly saveResult: (row: ResultRow) => void
  readonly value: (content: string) => ValueRow | undefined
  readonly saveValue: (row: ValueRow) => void
  readonly dropValue: (content: string) => void
  readonly saveRun: (row: RunRow) => void
  readonly runs: () => ReadonlyArray<Omit<RunRow, "nodes">>
  readonly runNodes: (runId: string) => RunRow["nodes"]
  /** JSON of what was tested when the code of a definition passed its laws; undefined when it did not (yet) */
  readonly certificate: (fingerprint: string) => string | undefined
  readonly saveCertificate: (fingerprint: string, definition: string, laws: string, passedAt: number) => void
  readonly code: (fingerprint: string) => string | undefined
  readonly saveCode: (fingerprint: string, declarations: string) => void
  readonly close: () => void
}

const schema = `
  create table if not exists result (
    seq integer primary key, key text not null unique, definition text not null, node_id text not null, code text not null,
    config text not null, inputs text not null, external text, seed integer, outputs text not null, recipe text not null,
    states text not null, rows_run integer, run_id text not null, run_name text not null, computed_at integer not null, wall_ms real not null, cpu_ms real not null) strict;
  create index if not exists result_node on result (node_id, seq);
  create index if not exists result_recipe on result (recipe, seq);
  create table if not exists value (
    seq integer primary key, content text not null unique, type text not null, header text not null, chunks text not null,
    objects text not null, inline blob, keys text, inline_keys blob) strict;
  create table if not exists run (
    seq integer primary key, run_id text not null unique, name text not null, started_at integer not null,
    status text not null, facts text not null) strict;
  create table if not exists run_node (
    seq integer primary key, run_id text not null, id text not null, key text, fate text not null,
    reasons text not null) strict;
  create index if not exists run_node_run on run_node (run_id);
  create index if not exists run_node_id on run_node (id, seq);
  create table if not exists certificate (
    fingerprint text primary key, definition text not null, laws text not null, passed_at integer not null) strict;
  create table if not exists code (fingerprint text primary key, declarations text not null) strict;
  create table if not exists meta (name text primary key, value text not null) strict;
`

/** @param path a file, or ":memory:" */
export function openCatalogue(path: string): Catalogue {
  const db = new DatabaseSync(path, { timeout: 5000 })
  db.exec("pragma journal_mode = wal; pragma synchronous = normal")
  prepareSchema(db)
  const lazily = statements(db)
  return {
    result: (key) => toResult(lazily("select * from result where key = ?").get(key)),
    latestOf: (nodeId, runName) =>
      toResult(
        lazily(
          `select result.* from run_node join run using (run_id) join result using (key)
           where run_node.id = ? and run.name = ? order by run_node.seq desc limit 1`,
        ).get(nodeId, runName) ??
          // runs that were cut short left results without a row of their own
          lazily("select * from result where node_id = ? and run_name = ? order by seq desc limit 1").get(
            nodeId,
            runName,
          ),
      ),
    latestByRecipe: (recipe) =>
      toResult(lazily("select * from result where recipe = ? order by seq desc limit 1").get(recipe)),
    saveResult: (row) => {
      lazily(
        `insert into result (key, definition, node_id, code, config, inputs, external, seed, outputs, recipe, states, rows_run,
           run_id, run_name, computed_at, wall_ms, cpu_ms)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (key) do update set outputs = excluded.outputs, recipe = excluded.recipe, states = excluded.states,
           rows_run = excluded.rows_run, node_id = excluded.node_id, run_id = excluded.run_id,
           run_name = excluded.run_name, computed_at = excluded.computed_at, wall_ms = excluded.wall_ms, cpu_ms = excluded.cpu_ms`,
      ).run(
        row.key,
        row.definition,
        row.nodeId,
        row.code,
        row.config,
        JSON.stringify(row.inputs),
        row.external,
        row.seed,
        JSON.stringify(row.outputs),
        row.recipe,
        JSON.stringify(row.states),
        row.rowsRun,
        row.runId,
        row.runName,
        row.computedAt,
        row.wallMs,
        row.cpuMs,
      )
    },
    value: (content) => toValue(lazily("select * from value where content = ?").get(content)),
    saveValue: (row) => {
      lazily(
        `insert into value (content, type, header, chunks, objects, inline, keys, inline_keys) values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (content) do update set chunks = excluded.chunks, objects = excluded.objects, inline = excluded.inline,
           keys = excluded.keys, inline_keys = excluded.inline_keys`,
      ).run(
        row.content,
        row.type,
        row.header,
        row.chunks,
        JSON.stringify(row.objects),
        row.inline,
        row.keys === null ? null : JSON.stringify(row.keys),
        row.inlineKeys,
      )
    },
    dropValue: (content) => void lazily("delete from value where content = ?").run(content),
    saveRun: (row) => saveRun(db, lazily, row),
    runs: () => lazily("select * from run order by seq").all().map(toRun),
    runNodes: (runId) =>
      lazily("select id, key, fate, reasons from run_node where run_id = ? order by seq")
        .all(runId)
        .map(toRunNode),
    certificate: (fingerprint) =>
      lazily("select laws from certificate where fingerprint = ?").get(fingerprint)?.["laws"] as
        | string
        | undefined,
    saveCertificate: (fingerprint, definition, laws, passedAt) =>
      void lazily("insert or replace into certificate values (?, ?, ?, ?)").run(
        fingerprint,
        definition,
        laws,
        passedAt,
      ),
    code: (fingerprint) =>
      lazily("select declarations from code where fingerprint = ?").get(fingerprint)?.["declarations"] as
        | string
        | undefined,
    saveCode: (fingerprint, declarations) =>
      void lazily("insert or ignore into code values (?, ?)").run(fingerprint, declarations),
    close: () => db.close(),
  }
}

/** A cache of another layout is left alone but not read: its tables are emptied of results, never misread. */
function prepareSchema(db: DatabaseSync): void {
  const wanted = String(layoutVersion)
  const known = db.prepare("select 1 from sqlite_master where name = 'meta'").get()
  if (
    known !== undefined &&
    db.prepare("select value from meta where name = 'layout'").get()?.["value"] === wanted
  )
    return
  db.exec("begin immediate")
  if (known !== undefined)
    db.exec("drop table if exists result; drop table if exists value; drop table if exists run_node")
  db.exec(schema)
  db.prepare(
    "insert into meta values ('layout', ?) on conflict (name) do update set value = excluded.value",
  ).run(wanted)
  db.exec("commit")
}

type Statements = (sql: string) => StatementSync

/** Statements are prepared when first used: an all-cached run needs few of them. */
function statements(db: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>()
  return (sql) => {
    let statement = prepared.get(sql)
    if (statement === undefined) {
      statement = db.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement
  }
}

function saveRun(db: DatabaseSync, lazily: Statements, row: RunRow): void {
  db.exec("begin immediate")
  try {
    lazily("insert into run (run_id, name, started_at, status, facts) values (?, ?, ?, ?, ?)").run(
      row.runId,
      row.name,
      row.startedAt,
      row.status,
      row.facts,
    )
    const insert = lazily("insert into run_node (run_id, id, key, fate, reasons) values (?, ?, ?, ?, ?)")
    for (const { id, key, fate, reasons } of row.nodes) insert.run(row.runId, id, key, fate, reasons)
    db.exec("commit")
  } catch (error) {
    db.exec("rollback")
    throw error
  }
}

type Row = Readonly<Record<string, unknown>> | undefined

function toResult(row: Row): ResultRow | undefined {
  if (row === undefined) return undefined
  return {
    key: row["key"] as string,
    definition: row["definition"] as string,
    nodeId: row["node_id"] as string,
    code: row["code"] as string,
    config: row["config"] as string,
    inputs: JSON.parse(row["inputs"] as string) as ReadonlyArray<ResultInput>,
    external: row["external"] as string | null,
    seed: row["seed"] as number | null,
    outputs: JSON.parse(row["outputs"] as string) as Readonly<Record<string, string>>,
    recipe: row["recipe"] as string,
    states: JSON.parse(row["states"] as string) as ReadonlyArray<Checkpoint>,
    rowsRun: row["rows_run"] as number | null,
    runId: row["run_id"] as string,
    runName: row["run_name"] as string,
    computedAt: row["computed_at"] as number,
    wallMs: row["wall_ms"] as number,
    cpuMs: row["cpu_ms"] as number,
  }
}

function toValue(row: Row): ValueRow | undefined {
  if (row === undefined) return undefined
  return {
    content: row["content"] as string,
    type: row["type"] as string,
    header: row["header"] as string,
    chunks: row["chunks"] as string,
    objects: JSON.parse(row["objects"] as string) as ValueRow["objects"],
    inline: row["inline"] as Uint8Array | null,
    keys: row["keys"] === null ? null : (JSON.parse(row["keys"] as string) as ObjectName),
    inlineKeys: row["inline_keys"] as Uint8Array | null,
  }
}

function toRun(row: Record<string, unknown>): Omit<RunRow, "nodes"> {
  return {
    runId: row["run_id"] as string,
    name: row["name"] as string,
    startedAt: row["started_at"] as number,
    status: row["status"] as RunRow["status"],
    facts: row["facts"] as string,
  }
}

const toRunNode = (row: Record<string, unknown>): RunNodeRow => ({
  id: row["id"] as string,
  key: row["key"] as string | null,
  fate: row["fate"] as string,
  reasons: row["reasons"] as string,
})
