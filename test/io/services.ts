/** A folder of its own for each use, with the services of snapshots and Parquet over it. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Parquet from "../../src/io/parquetEncoder.ts"
import * as Snapshots from "../../src/io/snapshotStore.ts"
import type { ParquetEncoder } from "../../src/pipeline/data/ParquetEncoder.ts"
import { type SnapshotStore, SnapshotsRoot } from "../../src/pipeline/data/SnapshotStore.ts"

export type Services = SnapshotStore | ParquetEncoder

export const servicesIn = (root: string): Layer.Layer<Services> =>
  Layer.mergeAll(Snapshots.layer, Parquet.layer).pipe(Layer.provide(Layer.succeed(SnapshotsRoot, root)))

export async function inFolder<A>(use: (folder: string) => Promise<A>): Promise<A> {
  const folder = await mkdtemp(join(tmpdir(), "sage-test-"))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs a program over an empty folder of snapshots. */
export const inEmptyStore = <A, E>(program: (folder: string) => Effect.Effect<A, E, Services>): Promise<A> =>
  inFolder((folder) => Effect.runPromise(program(folder).pipe(Effect.provide(servicesIn(folder)))))
