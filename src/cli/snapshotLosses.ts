/** What goes with a snapshot when it is removed: runs that can no longer be computed again, files that git tracks. */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { Store } from "../dag/store/Store.ts"
import { readProjectFile } from "./projectFile.ts"
import { projectRoot } from "./projectRoot.ts"
import { runManifests } from "./runReads.ts"
import { storeLayer } from "./services.ts"

/** In words, one a line; empty when nothing is lost. A snapshot whose manifest is damaged is known by its name alone. */
export const lossesOf = Effect.fn("lossesOf")(function* (name: string, cache: string) {
  const store = yield* SnapshotStore
  const hashOf = (each: string) =>
    store.manifest(each).pipe(
      Effect.map((manifest): string | undefined => manifest.content_hash),
      Effect.catchTags({
        SnapshotDamaged: () => Effect.undefined,
        SnapshotUnsupported: () => Effect.undefined,
      }),
    )
  const hash = yield* hashOf(name)
  const others = (yield* store.list).filter((other) => other !== name)
  const kept = yield* Effect.forEach(others, hashOf)
  const isElsewhere = hash !== undefined && kept.includes(hash)
  const read = [...(yield* runManifests), ...(yield* namedRuns(cache))].filter((run) =>
    hash === undefined ? run.snapshot === name : run.data_hash === hash,
  )
  const runs = [...new Set(read.map(({ run_id }) => run_id))].sort()
  const tracked = yield* Effect.promise(() => isTracked(name))
  return [
    ...(runs.length === 0 || isElsewhere ? [] : [runsText(runs)]),
    ...(tracked ? [`git tracks snapshots/${name}, whose files it would show as deleted`] : []),
  ]
})

/** Runs of the ledger that sage.json names as to be kept, with or without a folder. */
const namedRuns = Effect.fnUntraced(function* (cache: string) {
  const { keep = [] } = (yield* readProjectFile).cache ?? {}
  if (keep.length === 0) return []
  const rows = yield* Effect.scoped(
    Effect.provide(
      Effect.flatMap(Store, ({ runs }) => runs),
      storeLayer(cache),
    ),
  )
  return rows
    .filter(({ runId }) => keep.some((named) => runId.startsWith(named)))
    .map(({ runId, facts }) => {
      const { snapshot = null, data_hash = null } = JSON.parse(facts) as Facts
      return { run_id: runId, snapshot, data_hash }
    })
})

/** Of the facts of a run, what it read; a run that was interrupted says nothing. */
interface Facts {
  readonly snapshot?: string | null
  readonly data_hash?: string | null
}

function runsText(runs: ReadonlyArray<string>): string {
  const shown = runs.slice(0, 5).join(", ")
  const more = runs.length > 5 ? ` and ${runs.length - 5} more` : ""
  return `${runs.length} ${runs.length === 1 ? "run" : "runs"} could no longer be computed again: ${shown}${more}`
}

/** No where git is not there, or the project is no checkout. */
const isTracked = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const args = ["-C", projectRoot, "--literal-pathspecs", "ls-files", "--", `snapshots/${name}`]
    execFile("git", args, (error, stdout) => resolve(error === null && stdout !== ""))
  })
