/**
 * `SnapshotStore` in a folder: `{root}/{name}/manifest.json`, `bars-2013.parquet` … beside it, one file a year, and
 * `assets.yaml` where there is one. Versions of a name lie beside it as `{name}@2`, `{name}@3` …
 *
 * DuckDB is loaded by what writes bars, not by what reads them.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { SnapshotStore, SnapshotsRoot } from "../pipeline/data/SnapshotStore.ts"
import { readManifest } from "./snapshot/readManifest.ts"
import { readSnapshot, sessionsOf } from "./snapshot/readSnapshot.ts"
import { removeSnapshot } from "./snapshot/removeSnapshot.ts"
import { list, type Root } from "./snapshot/root.ts"
import { verify } from "./snapshot/verifySnapshot.ts"
import { write, writeVersion } from "./snapshot/writeSnapshot.ts"

export const layer: Layer.Layer<SnapshotStore> = Layer.effect(
  SnapshotStore,
  Effect.map(SnapshotsRoot, (path) => {
    const root: Root = { path, known: new Map() }
    return SnapshotStore.of({
      manifest: (name) => readManifest(root, name),
      sessions: (name) => sessionsOf(root, name),
      readBars: (name, options) => readSnapshot(root, name, options),
      write: (name, bars, meta, attachments) =>
        write(root, name, bars, meta, attachments).pipe(Effect.scoped),
      writeVersion: (name, bars, meta, attachments) =>
        writeVersion(root, name, bars, meta, attachments).pipe(Effect.scoped),
      list: list(root),
      verify: (name, deep) => verify(root, name, deep),
      remove: (name) => removeSnapshot(root, name),
    })
  }),
)
