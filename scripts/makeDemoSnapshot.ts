/** Makes the shipped demo snapshot again: `node scripts/makeDemoSnapshot.ts [FOLDER]`, by default into `snapshots`. */
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { makeDemoSnapshot } from "../src/io/makeDemoSnapshot.ts"
import * as Parquet from "../src/io/parquetEncoder.ts"
import * as Snapshots from "../src/io/snapshotStore.ts"
import { SnapshotsRoot } from "../src/pipeline/data/SnapshotStore.ts"

const root = process.argv[2] ?? fileURLToPath(new URL("../snapshots", import.meta.url))
const services = Layer.mergeAll(Parquet.layer, Snapshots.layer).pipe(
  Layer.provide(Layer.succeed(SnapshotsRoot, root)),
)
const { rows, content_hash } = await Effect.runPromise(makeDemoSnapshot().pipe(Effect.provide(services)))
console.log(`${root}/demo: ${rows} rows, content ${content_hash}`)
