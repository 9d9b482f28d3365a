/** The catalogue's tables, and what becomes of those that another version of Sage made. */
import type { DatabaseSync } from "node:sqlite"
import { layoutVersion } from "./layout.ts"

/** Raised when a table's columns change. */
const tablesVersion = 3

const schema = `
  create table if not exists result (
    seq integer primary key, key text not null unique, definition text not null, node_id text not null, code text not null,
    config text not null, inputs text not null, external text, seed integer, outputs text not null, recipe text not null,
    states text not null, rows_run integer, run_id text not null, run_name text not null, computed_at integer not null, wall_ms real not null, cpu_ms real not null,
    checksum integer not null) strict;
  create index if not exists result_node on result (node_id, seq);
  create index if not exists result_recipe on result (recipe, seq);
  create table if not exists value (
    seq integer primary key, content text not null unique, type text not null, header text not null, chunks text not null,
    inline blob, keys text, inline_keys blob, checksum integer not null) strict;
  create table if not exists piece (id integer primary key, text text not null) strict;
  create table if not exists small_object (hash text primary key, bytes blob not null) strict;
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
  create table if not exists lease (key text primary key, owner text not null, beat integer not null) strict;
  create table if not exists owner (name text primary key, last_value integer not null) strict;
  create table if not exists meta (name text primary key, value text not null) strict;
`

/** A catalogue that a later version of Sage made: it is not ours to empty. */
export class MadeByLaterVersion extends Error {}

/** What an earlier layout holds is emptied of results, never misread; its ledger of runs stays. */
export function prepareSchema(db: DatabaseSync): void {
  if (versionOf(db) === "ours") return
  db.exec("begin immediate")
  const version = versionOf(db) // another process may have been here first
  if (version === "later") {
    db.exec("rollback")
    throw new MadeByLaterVersion()
  }
  if (version === "earlier")
    db.exec(
      "drop table if exists result; drop table if exists value; drop table if exists piece; drop table if exists small_object; drop table if exists run_node; drop table if exists lease; drop table if exists owner",
    )
  if (version !== "ours") db.exec(schema)
  const insert = db.prepare(
    "insert into meta values (?, ?) on conflict (name) do update set value = excluded.value",
  )
  insert.run("layout", String(layoutVersion))
  insert.run("tables", String(tablesVersion))
  db.exec("commit")
}

function versionOf(db: DatabaseSync): "none" | "earlier" | "ours" | "later" {
  if (db.prepare("select 1 from sqlite_master where name = 'meta'").get() === undefined) return "none"
  const known = (name: string): number =>
    Number(db.prepare("select value from meta where name = ?").get(name)?.["value"] ?? 0)
  const [layout, tables] = [known("layout"), known("tables")]
  if (layout === layoutVersion && tables === tablesVersion) return "ours"
  return layout > layoutVersion || tables > tablesVersion ? "later" : "earlier"
}
