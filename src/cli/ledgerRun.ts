/** A run of the ledger by what users call it: also one that failed and so left no folder, or whose folder was removed. */
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { nearest } from "../dag/nearest.ts"
import type { StoreError } from "../dag/errors.ts"
import type { RunRow } from "../dag/store/Catalogue.ts"
import { Store } from "../dag/store/Store.ts"
import { restoreLedger } from "./restoreLedger.ts"
import { storeLayer } from "./services.ts"
import { Usage } from "./Usage.ts"

/** Runs something over the ledger of a cache, which then knows every folder in runs/. */
export const withLedger = <A, E>(cache: string, use: Effect.Effect<A, E, Store>) =>
  Effect.scoped(Effect.provide(Effect.andThen(restoreLedger(cache), use), storeLayer(cache)))

/** @param named `latest`, the id of a run, or its beginning; or the path of its folder, which bears its id */
export const ledgerRun = (named: string): Effect.Effect<Omit<RunRow, "nodes">, Usage | StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const wanted = named.includes("/") ? basename(named) : named
    // ids begin with the time; the order of the ledger is another one after it was restored
    const ids = (yield* store.runIds).toSorted()
    const found = wanted === "latest" ? ids.slice(-1) : matching(ids, wanted)
    const [id] = found
    const row = id === undefined || found.length > 1 ? undefined : yield* store.run(id)
    return row ?? (yield* noSuchRun(wanted, ids, found))
  })

function matching(ids: ReadonlyArray<string>, wanted: string): ReadonlyArray<string> {
  if (wanted === "") return []
  return ids.includes(wanted) ? [wanted] : ids.filter((id) => id.startsWith(wanted))
}

function noSuchRun(wanted: string, ids: ReadonlyArray<string>, found: ReadonlyArray<string>): Usage {
  if (ids.length === 0) {
    return new Usage({
      problem: "There is no run yet.",
      remedy: "`sage dag run experiments/trend.ts` makes one.",
    })
  }
  const near = nearest(wanted, ids)
  return new Usage({
    problem:
      found.length > 1 ? `${found.length} runs begin with ${wanted}.` : `The ledger has no run ${wanted}.`,
    remedy:
      found.length > 1
        ? "Give more of the id."
        : near === null
          ? "`sage runs ls` lists them."
          : `Did you mean ${near}?`,
  })
}
