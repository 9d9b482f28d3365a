import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { given, layers } from "./shared.ts"
import { manifestText, summaryOf } from "./view.ts"

export const demo = Command.make(
  "demo",
  {
    name: Flag.String("name").pipe(Flag.withDefault("demo"), Flag.withDescription("name of the snapshot")),
    seed: Flag.Int("seed").pipe(Flag.optional, Flag.withDescription("another market than the shipped one")),
  },
  Effect.fn("cli.snapshotDemo")(function* ({ name, seed }) {
    const { json } = yield* sage
    const { makeDemoSnapshot } = yield* Effect.promise(() => import("../../../io/makeDemoSnapshot.ts"))
    const manifest = yield* makeDemoSnapshot(name, given("seed", seed)).pipe(Effect.provide(layers))
    yield* printResult(json, summaryOf(manifest, []), () => manifestText(manifest))
  }),
).pipe(Command.withDescription("Make the synthetic demo market, the same bytes on every machine"))
