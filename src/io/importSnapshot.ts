/** `sage snapshot import`: files of the outside to a snapshot. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import type { Defect } from "../pipeline/data/import/Defect.ts"
import { type ImportOptions, importBars } from "../pipeline/data/importBars.ts"
import { InvalidName } from "../pipeline/data/errors.ts"
import { snapshotNameProblem } from "../pipeline/data/names.ts"
import type { SnapshotManifest } from "../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { tableLayout } from "../pipeline/data/tableLayout.ts"
import { readTable } from "./readTable.ts"

export interface ImportedSnapshot {
  readonly manifest: SnapshotManifest
  readonly defects: ReadonlyArray<Defect>
}

/** Reads, checks and pins; nothing is written when anything is refused. `source` is the names of the files by default. */
export const importSnapshot = Effect.fn("importSnapshot")(function* (
  paths: ReadonlyArray<string>,
  name: string,
  options: ImportOptions & { readonly source?: string } = {},
) {
  const problem = snapshotNameProblem(name)
  if (problem !== undefined) return yield* new InvalidName({ what: "snapshot", name, problem })
  const files = yield* Effect.forEach(paths, (path) =>
    readTable(path, (names) => tableLayout(basename(path), names)),
  )
  const { bars, meta, defects } = yield* Effect.fromResult(importBars(files, options))
  const now = DateTime.formatIso(DateTime.makeUnsafe(yield* Clock.currentTimeMillis))
  const source = options.source ?? paths.map((path) => basename(path)).join(", ")
  const store = yield* SnapshotStore
  const manifest = yield* store.write(name, bars, { kind: "imported", source, retrieved_at: now, ...meta })
  return { manifest, defects } satisfies ImportedSnapshot
})
