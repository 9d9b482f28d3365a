import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { SnapshotNeeded } from "../../../pipeline/data/errors.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { layers, snapshotName } from "./shared.ts"

export const rm = Command.make(
  "rm",
  {
    name: snapshotName,
    force: Flag.Boolean("force").pipe(
      Flag.withDefault(false),
      Flag.withDescription("also when git tracks it, or runs could not be computed again"),
    ),
  },
  Effect.fn("cli.snapshotRm")(function* ({ name, force }) {
    const { json, cache } = yield* sage
    const { lossesOf } = yield* Effect.promise(() => import("../../snapshotLosses.ts"))
    const losses = yield* Effect.gen(function* () {
      const found = yield* lossesOf(name, cache)
      if (found.length > 0 && !force) return yield* new SnapshotNeeded({ name, losses: found })
      yield* SnapshotStore.use((store) => store.remove(name))
      return found
    }).pipe(Effect.provide(layers))
    yield* printResult(json, { snapshot: name, removed: true, losses }, () =>
      [`${name} is removed`, ...losses.map((loss) => `  ${loss}`)].join("\n"),
    )
  }),
).pipe(Command.withDescription("Remove a snapshot that no run folder needs"))
