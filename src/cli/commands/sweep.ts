import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings, workerCount } from "./arguments.ts"

export const sweep = Command.make(
  "sweep",
  {
    file: experimentFile,
    vary: Flag.String("vary").pipe(
      Flag.atLeast(0),
      Flag.withDescription(
        "values to try for a field: path=a,b,c; several make a grid; without any, the experiment's own `vary`",
      ),
    ),
    set: settings,
    out: Flag.String("out").pipe(
      Flag.optional,
      Flag.withDescription("write the cells as CSV, with every metric"),
    ),
    folders: Flag.Boolean("folders").pipe(
      Flag.withDefault(false),
      Flag.withDescription("write the run folder of every cell"),
    ),
    workers: workerCount,
  },
  Effect.fn("cli.sweep")(function* ({ out, ...given }) {
    const { json, cache } = yield* sage
    const { sweepFile } = yield* Effect.promise(() => import("../sweepFile.ts"))
    yield* sweepFile({ ...given, out: Option.getOrUndefined(out), json, cache })
  }),
).pipe(
  Command.withDescription("Run an experiment at every cell of a grid of configs, sharing what cells share"),
)
