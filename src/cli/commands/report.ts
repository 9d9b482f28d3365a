import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { sage } from "../sharedFlags.ts"

export const report = Command.make(
  "report",
  {
    run: Argument.String("RUN").pipe(
      Argument.withDescription("latest, the id of a run or its beginning, or the path of its folder"),
    ),
    out: Flag.String("out").pipe(
      Flag.optional,
      Flag.withDescription("where to write the page; by default report.html in the run's folder"),
    ),
    open: Flag.Boolean("open").pipe(
      Flag.withDefault(false),
      Flag.withDescription("also show the page in the browser"),
    ),
  },
  Effect.fn("cli.report")(function* ({ run, out, open }) {
    const { json } = yield* sage
    const { reportRun } = yield* Effect.promise(() => import("../reportRun.ts"))
    yield* reportRun({ run, out: Option.getOrUndefined(out), open, json })
  }),
).pipe(Command.withDescription("Write the tear sheet of a run: one HTML page that needs nothing but itself"))
