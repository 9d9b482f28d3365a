/** What earlier runs of the same name did with each node, for whoever explains or predicts. Reads the catalogue only. */
import * as Effect from "effect/Effect"
import type { StoreError } from "./errors.ts"
import type { ResultRow, RunNodeRow } from "./store/Catalogue.ts"
import { Store } from "./store/Store.ts"

export interface PastRun {
  readonly runId: string
  readonly rows: ReadonlyMap<string, RunNodeRow>
}

/** Runs of one name, the latest first. */
export type History = ReadonlyArray<PastRun>

/** @param most runs to look at */
export const openHistory = (name: string, most = Infinity): Effect.Effect<History, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const named = (yield* store.runs).filter((run) => run.name === name).toReversed()
    return yield* Effect.forEach(named.slice(0, most), ({ runId }) =>
      Effect.map(store.runNodes(runId), (nodes) => ({
        runId,
        rows: new Map(nodes.map((row) => [row.id, row])),
      })),
    )
  })

export const didRun = (row: RunNodeRow | undefined): row is RunNodeRow =>
  row !== undefined && row.fate !== "cached" && row.fate !== "skipped"

export const resultIn = (
  row: RunNodeRow | undefined,
): Effect.Effect<ResultRow | undefined, StoreError, Store> =>
  hasKey(row) ? Store.use((store) => store.result(row.key)) : Effect.succeed(undefined)

const hasKey = (row: RunNodeRow | undefined): row is RunNodeRow & { readonly key: string } =>
  row !== undefined && row.key !== null

/** The result that a node had in the last run before that at `index`. */
export const resultBefore = (
  runs: History,
  index: number,
  id: string,
): Effect.Effect<ResultRow | undefined, StoreError, Store> =>
  resultIn(
    runs
      .slice(index + 1)
      .find(({ rows }) => hasKey(rows.get(id)))
      ?.rows.get(id),
  )

/** The different results that a node has had, computed then or stored before, the latest first. */
export const resultsOf = (
  runs: History,
  id: string,
): Effect.Effect<ReadonlyArray<ResultRow>, StoreError, Store> =>
  Effect.gen(function* () {
    const rows = new Map(runs.map((run) => run.rows.get(id)).map((row) => [row?.key, row]))
    const results = yield* Effect.forEach(rows.values(), resultIn)
    return results.filter((result) => result !== undefined)
  })
