import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings, workerCount } from "./arguments.ts"

export const audit = Command.make(
  "audit",
  {
    file: experimentFile,
    cuts: Flag.Int("cuts").pipe(
      Flag.withDefault(12),
      Flag.withDescription("rows at which each window of history is divided"),
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withDefault(1),
      Flag.withDescription("draws the rows, and what values are changed to"),
    ),
    force: Flag.Boolean("force").pipe(
      Flag.withDefault(false),
      Flag.withDescription("audit also code that has its certificate"),
    ),
    set: settings,
    workers: workerCount,
  },
  Effect.fn("cli.audit")(function* (given) {
    const { json, cache } = yield* sage
    const { auditFile } = yield* Effect.promise(() => import("../auditFile.ts"))
    yield* auditFile({ ...given, json, cache })
  }),
).pipe(
  Command.withDescription(
    "Test on the study's own data that every node keeps its declared reach and the laws; certify those that do",
  ),
)
