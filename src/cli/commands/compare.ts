import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { sage } from "../sharedFlags.ts"
import { settings, workerCount } from "./arguments.ts"

export const compare = Command.make(
  "compare",
  {
    systems: Argument.String("FILE|RUN").pipe(
      Argument.atLeast(1),
      Argument.withDescription(
        "experiments and presets, which are run, and runs; two to five systems in all",
      ),
    ),
    set: settings,
    out: Flag.String("out").pipe(
      Flag.atLeast(0),
      Flag.withDescription("also write FILE.html, FILE.csv or FILE.json; may be given several times"),
    ),
    workers: workerCount,
  },
  Effect.fn("cli.compare")(function* (given) {
    const { json, cache } = yield* sage
    const { compareFiles } = yield* Effect.promise(() => import("../compareFiles.ts"))
    yield* compareFiles({ ...given, json, cache })
  }),
).pipe(Command.withDescription("Hold systems against each other over the sessions that all of them count"))
