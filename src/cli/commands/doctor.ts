import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { table } from "../../report/text/table.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { RunFailed } from "../Usage.ts"

export const doctor = Command.make(
  "doctor",
  {},
  Effect.fn("cli.doctor")(function* () {
    const { json, cache } = yield* sage
    const { examine } = yield* Effect.promise(() => import("../examine.ts"))
    const checks = yield* examine(cache)
    const failed = checks.filter(({ status }) => status === "fail")
    yield* printResult(json, { ok: failed.length === 0, checks }, () =>
      table(
        checks.map(({ name, status, detail, remedy }) => [status, name, [detail, remedy].join(" ").trim()]),
        ["left", "left", "left"],
      ),
    )
    if (failed.length > 0) {
      const detail = `${failed.map(({ name }) => name).join(", ")} must be put right first, as said above.`
      return yield* new RunFailed({ exitCode: 3, detail })
    }
  }),
).pipe(
  Command.withDescription(
    "Check this machine, installation and project, and say what to do about what is amiss",
  ),
)
