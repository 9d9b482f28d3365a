import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { table } from "../../../report/text/table.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { layers } from "./shared.ts"
import { summaryOf } from "./view.ts"

export const ls = Command.make(
  "ls",
  {},
  Effect.fn("cli.snapshotLs")(function* () {
    const { json } = yield* sage
    const manifests = yield* Effect.gen(function* () {
      const store = yield* SnapshotStore
      return yield* Effect.forEach(yield* store.list, store.manifest)
    }).pipe(Effect.provide(layers))
    yield* printResult(json, { snapshots: manifests.map((manifest) => summaryOf(manifest, [])) }, () =>
      table(
        manifests.map(({ name, kind, symbols, first_session, last_session, content_hash }) => [
          name,
          kind,
          `${symbols.length} assets`,
          `${first_session} … ${last_session}`,
          content_hash.slice(0, 12),
        ]),
        ["left", "left", "right", "left", "left"],
      ),
    )
  }),
).pipe(Command.withDescription("List the snapshots"))
