/** What a query is, told by DuckDB's own parser: one SELECT, and the tables that it names. */
import * as Schema from "effect/Schema"
import type { DuckDBConnection } from "@duckdb/node-api"
import { literal } from "../duckdb.ts"
import { SqlRefused } from "./errors.ts"

export interface Statement {
  /** the query alone: no semicolon, no comment */
  readonly text: string
  /** whether it names a table; names are in small letters */
  readonly names: (table: string) => boolean
}

const Parsed = Schema.fromJsonString(
  Schema.Struct({
    error: Schema.Boolean,
    error_message: Schema.optionalKey(Schema.String),
    position: Schema.optionalKey(Schema.String),
    statements: Schema.optionalKey(Schema.Array(Schema.Json)),
  }),
)

export async function readStatement(
  connection: DuckDBConnection,
  sql: string,
): Promise<Statement | SqlRefused> {
  const serialized = await oneText(connection, `SELECT json_serialize_sql(${literal(sql)})`)
  const decoded = Schema.decodeUnknownOption(Parsed)(serialized)
  if (decoded._tag === "None")
    return new SqlRefused({
      problem: "The query holds a number that is too large to be written down",
      remedy: "Write infinity as 'inf'::double.",
    })
  const parsed = decoded.value
  if (parsed.error) return refusal(parsed, sql)
  const [only, ...more] = parsed.statements ?? []
  if (only === undefined || more.length > 0)
    return new SqlRefused({
      problem: `The query holds ${only === undefined ? "no statement" : `${more.length + 1} statements`}`,
      remedy: "Ask one SELECT at a time.",
    })
  const named = new Set<string>()
  collectTables(only, named)
  const text = await oneText(connection, `SELECT json_deserialize_sql(${literal(serialized)}::JSON)`)
  return { text, names: (table) => named.has(table) || named.has(everyTable) }
}

async function oneText(connection: DuckDBConnection, query: string): Promise<string> {
  const reader = await connection.runAndReadAll(query)
  const [answer] = reader.getRowsJson()[0]!
  return typeof answer === "string" ? answer : ""
}

function refusal({ error_message: message = "", position }: typeof Parsed.Type, sql: string): SqlRefused {
  if (message.startsWith("Only SELECT"))
    return new SqlRefused({
      problem: "Queries only read: this is no SELECT",
      remedy: "Nothing of a run is changed by SQL; write a result with --out FILE.",
    })
  const at = position === undefined ? undefined : Number(position)
  const place = at === undefined ? "" : ` at «${sql.slice(at, at + 30)}»`
  return new SqlRefused({
    problem: `The query cannot be read: ${message}${place}`,
    remedy: "DuckDB's SQL is spoken here; docs/sql.md has examples.",
  })
}

/** What SHOW TABLES names: no table can have this name. */
const everyTable = ""

/** Every table that is named anywhere, in subqueries and common table expressions too; whose name a query gives itself does no harm. */
function collectTables(node: Schema.Json, into: Set<string>): void {
  if (Array.isArray(node)) {
    for (const one of node) collectTables(one, into)
    return
  }
  if (typeof node !== "object" || node === null) return
  const fields = node as Readonly<Record<string, Schema.Json>>
  const name = fields["table_name"]
  if (fields["type"] === "BASE_TABLE" && typeof name === "string") into.add(name.toLowerCase())
  if (fields["type"] === "SHOW_REF" && fields["query"] === null) into.add(everyTable)
  for (const value of Object.values(fields)) collectTables(value, into)
}
