import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { basename, dirname } from "node:path"
import { attempt } from "../../../io/files.ts"
import { removeFolder } from "../../../io/removeFolder.ts"
import { withLedger } from "../../ledgerRun.ts"
import { printResult } from "../../print.ts"
import { findRun, runsRoot } from "../../RunFolder.ts"
import { sage } from "../../sharedFlags.ts"
import { Usage } from "../../Usage.ts"
import { runArgument } from "../arguments.ts"

export const rm = Command.make(
  "rm",
  { run: runArgument.pipe(Argument.withDescription("latest, or the id of a run or its beginning")) },
  Effect.fn("cli.runsRm")(function* ({ run }) {
    const { json, cache } = yield* sage
    const folder = yield* findRun(run)
    if (dirname(folder) !== runsRoot) {
      return yield* new Usage({
        problem: `${run} does not lie in runs/ of this project.`,
        remedy: "Remove a folder elsewhere by your own means.",
      })
    }
    // what it was goes into the ledger first, where it had been lost: a trial counts also when its folder is gone
    yield* withLedger(cache, Effect.void)
    yield* attempt("remove", folder, () => removeFolder(folder))
    const name = basename(folder)
    yield* printResult(
      json,
      { run_id: name, removed: true },
      () => `removed runs/${name}; the ledger keeps it as a trial, and \`sage dag run\` makes it again`,
    )
  }),
).pipe(Command.withDescription("Remove the folder of a run; the ledger keeps the run as a trial"))
