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
    const { manifests, unreadable } = yield* listed.pipe(Effect.provide(layers))
    const snapshots = manifests.map((manifest) => summaryOf(manifest, []))
    yield* printResult(json, { snapshots, unreadable }, () =>
      [
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
        ...unreadable.map(({ problem }) => problem),
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("List the snapshots, versions of a name in their order"))

/** One damaged snapshot does not hide the others. */
const listed = Effect.gen(function* () {
  const store = yield* SnapshotStore
  const [manifests, unreadable] = yield* Effect.partition(yield* store.list, (name) =>
    Effect.mapError(store.manifest(name), ({ message }) => ({ snapshot: name, problem: message })),
  )
  return { manifests, unreadable }
})
