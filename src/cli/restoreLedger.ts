/**
 * The ledger lies in the cache, which may be lost; folders of runs outlive it. What they say goes back into the ledger, so that
 * no trial is forgotten.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { join } from "node:path"
import type { StoreError } from "../dag/errors.ts"
import { Store } from "../dag/store/Store.ts"
import { openRunAt, runNames, runsRoot } from "./RunFolder.ts"
import { isProjectCache } from "./services.ts"

/** Enters every folder in runs/ that the ledger of the project's own cache does not know; those that are refused stay out. */
export const restoreLedger = (cache: string): Effect.Effect<void, StoreError, Store> =>
  Effect.gen(function* () {
    if (!isProjectCache(cache)) return // another cache has a ledger of its own
    const known = new Set(yield* (yield* Store).runIds)
    const missing = runNames().filter((name) => !known.has(name))
    yield* Effect.forEach(missing, (name) => enter(join(runsRoot, name)), { discard: true })
  })

/** The same where the ledger is empty: as much as a run can afford to look at before each start. */
export const restoreLostLedger = (cache: string): Effect.Effect<void, StoreError, Store> =>
  Effect.gen(function* () {
    const ids = yield* (yield* Store).runIds
    if (ids.length === 0) yield* restoreLedger(cache)
  })

const enter = Effect.fnUntraced(function* (folder: string) {
  const store = yield* Store
  const read = yield* Effect.result(
    Effect.gen(function* () {
      const run = yield* openRunAt(folder)
      return { run, graph: yield* run.graph, metrics: yield* run.optional("metrics.json") }
    }),
  )
  if (Result.isFailure(read)) return
  const { run, graph, metrics } = read.success
  const { manifest } = run
  yield* store.saveRun({
    runId: manifest.run_id,
    name: manifest.experiment,
    startedAt: Date.parse(manifest.started_at),
    status: manifest.status,
    facts: JSON.stringify(Object.assign({}, manifest, { metrics: metrics?.net ?? null, restored: true })),
    nodes: graph.nodes.map(({ id, key, fate }) => ({ id, key, fate: fate ?? "cached", reasons: "[]" })),
  })
})
