/** The ledger of the cache: every trial, also those without a folder, and what became of each of its nodes. */
import * as Effect from "effect/Effect"
import type { StoreError } from "../../dag/errors.ts"
import {
  countRuns,
  type LedgerRows,
  nodeColumns,
  readRunNodes,
  readRuns,
  runColumns,
} from "../../dag/store/LedgerReader.ts"
import type { SqlColumn, SqlTable } from "../../io/sql/SqlTable.ts"
import { restoreLostLedger } from "../restoreLedger.ts"
import { storeLayer } from "../services.ts"
import { Usage } from "../Usage.ts"
import { column, type SqlContext, type SqlView } from "./SqlView.ts"

const trialColumns = [
  column("seq", "integer", "order in the ledger"),
  column("run_id", "text", "id of the run"),
  column("name", "text", "file that was run; `sweep FILE` for a cell of a sweep"),
  column("started_at", "timestamp", "UTC"),
  column("status", "text", "done, failed or interrupted"),
  column("question", "text", "what it asks: trials of one question count together"),
  column("snapshot", "text", "name of the snapshot"),
  column("config_hash", "text", "hash of the resolved config"),
  column("data_hash", "text", "content hash of the prices"),
  column("overrides", "text", "what --set or the sweep changed, JSON"),
  column("metrics", "text", "net metrics by name, JSON"),
] as const

export const trials: SqlView = {
  name: "trials",
  title: "a run of the ledger, with or without a folder",
  columns: trialColumns,
  open: (context) =>
    ledgerTable(context, trialColumns, (names) => readRuns(context.cache, keysOf(runColumns, names))),
}

const ranNodeColumns = [
  column("seq", "integer", "order in the ledger"),
  column("run_id", "text", "id of the run"),
  column("node", "text", "id of the node: its definition, and a label where there are several"),
  column("key", "text", "key of its result; null where there is none"),
  column("fate", "text", "computed, extended, cached, failed or skipped"),
  column("reasons", "text", "why it ran, JSON"),
  column("definition", "text", "name of the definition; null once the result is gone from the cache"),
  column("config", "text", "its config, JSON"),
  column("computed_by", "text", "id of the run that computed the result"),
  column("computed_at", "timestamp", "when that was, UTC"),
  column("wall_ms", "double", "how long it took then, milliseconds"),
  column("cpu_ms", "double", "processor time of it"),
] as const

export const nodes: SqlView = {
  name: "nodes",
  title: "a node of a run of the ledger",
  columns: ranNodeColumns,
  open: (context) =>
    ledgerTable(context, ranNodeColumns, (names) => readRunNodes(context.cache, keysOf(nodeColumns, names))),
}

/** Names come from the table's own columns. */
const keysOf = <K extends string>(columns: Readonly<Record<K, string>>, names: ReadonlyArray<string>) =>
  names.filter((name): name is K => name in columns)

/** One look at the ledger first: a lost one is made again from the folders of runs, one that cannot be read is refused in words. */
const ledgerTable = (
  { cache }: SqlContext,
  columns: ReadonlyArray<SqlColumn>,
  read: (names: ReadonlyArray<string>) => LedgerRows,
): Effect.Effect<SqlTable, Usage | StoreError> =>
  Effect.gen(function* () {
    const trials = yield* Effect.try({
      try: () => countRuns(cache),
      catch: (cause) => unreadable(cache, cause),
    })
    if (trials === 0) yield* Effect.scoped(Effect.provide(restoreLostLedger(cache), storeLayer(cache)))
    return { _tag: "Read", columns, read } satisfies SqlTable
  })

const unreadable = (cache: string, cause: unknown): Usage =>
  new Usage({
    problem: `The ledger of ${cache} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
    remedy: "Any run repairs it: `sage dag run experiments/trend.ts`.",
  })
