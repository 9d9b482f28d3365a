import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { RunRefused } from "../../../io/run/errors.ts"
import type { FileDifference } from "../../../io/run/compareRunFiles.ts"
import { endingOfError } from "../../failure.ts"
import { printResult } from "../../print.ts"
import { openEveryRun, openRun, type RunFolder } from "../../RunFolder.ts"
import { sage } from "../../sharedFlags.ts"
import { Usage, VerificationFailed } from "../../Usage.ts"
import type { Verification } from "../../verifyRun.ts"
import { runArgument, workerCount } from "../arguments.ts"

export const verify = Command.make(
  "verify",
  {
    run: runArgument.pipe(Argument.optional),
    all: Flag.Boolean("all").pipe(Flag.withDefault(false), Flag.withDescription("every folder in runs/")),
    experiment: Flag.String("experiment").pipe(
      Flag.optional,
      Flag.withDescription("file whose graph the run had, where it is not the one that the run names"),
    ),
    workers: workerCount,
  },
  Effect.fn("cli.runsVerify")(function* ({ run, all, experiment, workers }) {
    const { json } = yield* sage
    if (all === Option.isSome(run)) {
      return yield* new Usage({
        problem: "A run or --all is wanted, and not both.",
        remedy: "Write `sage runs verify latest`.",
      })
    }
    const { verifyRun } = yield* Effect.promise(() => import("../../verifyRun.ts"))
    const file = Option.getOrUndefined(experiment)
    const check = (folder: RunFolder) => verifyRun({ run: folder, experiment: file, workers })
    const runs = all ? yield* everyRun(check) : [yield* check(yield* openRun(Option.getOrThrow(run)))]
    const failed = runs.filter(({ status }) => status === "different")
    yield* printResult(json, { passed: failed.length === 0, runs }, () => runs.map(asText).join("\n"))
    if (failed.length > 0)
      return yield* new VerificationFailed({ runs: failed.map(({ run_dir }) => run_dir) })
  }),
).pipe(
  Command.withDescription(
    "Compute finished runs again from their snapshots and compare every file to the bit",
  ),
)

/** One after the other; what cannot even be tried is told, and the others are. */
const everyRun = <E extends { readonly message: string }, R>(
  check: (run: RunFolder) => Effect.Effect<Verification, E, R>,
) =>
  Effect.flatMap(openEveryRun, (folders) =>
    Effect.forEach(folders, ({ name, run }) => {
      const failed = (error: unknown): Verification => ({
        run_id: name,
        run_dir: `runs/${name}`,
        status: "different",
        reason: endingOfError(error).message,
        files: 0,
        differences: [],
        first_node: null,
        code_changed: false,
      })
      return run instanceof RunRefused
        ? Effect.succeed(failed(run))
        : Effect.catch(check(run), (error) => Effect.succeed(failed(error)))
    }),
  )

function asText({ run_dir, status, reason, files, differences, code_changed }: Verification): string {
  if (status === "skipped") return `${run_dir}: not verified: ${reason}`
  if (status === "verified") {
    const code = code_changed ? ", by code that has changed since" : ""
    return `${run_dir}: verified, ${countedNoun(files, "file")} the same to the bit${code}`
  }
  return [`${run_dir}: different: ${reason}`, ...differences.map((each) => `  ${differenceText(each)}`)].join(
    "\n",
  )
}

function differenceText({ file, date, asset, place, kept, computed }: FileDifference): string {
  const where = [file, date, asset, place].filter((part) => part !== null).join(", ")
  return `${where}: kept ${textOf(kept)}, computed ${textOf(computed)}`
}

const textOf = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`
}
