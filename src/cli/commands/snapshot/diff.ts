import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { layers } from "./shared.ts"

const snapshotAt = (place: string, what: string) =>
  Argument.String(place).pipe(Argument.withDescription(`${what} snapshot (sage snapshot ls)`))

export const diff = Command.make(
  "diff",
  {
    a: snapshotAt("A", "the older"),
    b: snapshotAt("B", "the newer"),
    run: Flag.String("run").pipe(
      Flag.optional,
      Flag.withDescription("a run of either: which of the changes touch what it read"),
    ),
  },
  Effect.fn("cli.snapshotDiff")(function* ({ a, b, run }) {
    const { json } = yield* sage
    const { compareSnapshots } = yield* Effect.promise(() => import("../../compareSnapshots.ts"))
    const { diffText } = yield* Effect.promise(() => import("../../../report/text/snapshotDiff.ts"))
    const compared = yield* compareSnapshots(a, b, Option.getOrUndefined(run)).pipe(Effect.provide(layers))
    yield* printResult(json, compared, () => diffText(compared))
  }),
).pipe(
  Command.withDescription("Tell what was appended, revised or back-adjusted from one snapshot to another"),
)
