import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { layers, snapshotName } from "./shared.ts"
import { manifestText } from "./view.ts"

export const show = Command.make(
  "show",
  { name: snapshotName },
  Effect.fn("cli.snapshotShow")(function* ({ name }) {
    const { json } = yield* sage
    const manifest = yield* SnapshotStore.use((store) => store.manifest(name)).pipe(Effect.provide(layers))
    yield* printResult(json, manifest, () => manifestText(manifest))
  }),
).pipe(Command.withDescription("Show what a snapshot is and who is in it"))
