import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { sage } from "../sharedFlags.ts"
import { settings } from "./arguments.ts"

const load = Effect.promise(() => import("../cacheUpkeep.ts"))

const stats = Command.make(
  "stats",
  {},
  Effect.fn("cli.cacheStats")(function* () {
    const { json, cache } = yield* sage
    const { showStats } = yield* load
    yield* showStats({ json, cache })
  }),
).pipe(Command.withDescription("Count what is stored"))

const verify = Command.make(
  "verify",
  {
    files: Argument.String("FILE").pipe(
      Argument.withDescription("experiments of which results are computed again, with --rerun"),
      Argument.variadic(),
    ),
    rerun: Flag.String("rerun").pipe(
      Flag.optional,
      Flag.withDescription("compute this share of the stored results again and compare, such as 5%"),
    ),
    seed: Flag.Int("seed").pipe(
      Flag.optional,
      Flag.withDescription("draws the results to compute; by default another each time, and said"),
    ),
    set: settings,
  },
  Effect.fn("cli.cacheVerify")(function* ({ files, rerun, seed, set }) {
    const { json, cache } = yield* sage
    const { verifyCache } = yield* load
    yield* verifyCache({
      json,
      cache,
      files,
      rerun: Option.getOrUndefined(rerun),
      seed: Option.getOrUndefined(seed),
      set,
    })
  }),
).pipe(Command.withDescription("Read all that is stored and check it; damaged objects are put aside"))

const gc = Command.make(
  "gc",
  {
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDefault(false),
      Flag.withDescription("say what would go, and leave everything"),
    ),
    keepRuns: Flag.Int("keep-runs").pipe(
      Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
      Flag.optional,
      Flag.withDescription("newest runs of each experiment to keep; by default those of sage.json, else all"),
    ),
  },
  Effect.fn("cli.cacheGc")(function* ({ dryRun, keepRuns }) {
    const { json, cache } = yield* sage
    const { clearCache } = yield* load
    yield* clearCache({ json, cache, dryRun, keepRuns: Option.getOrUndefined(keepRuns) })
  }),
).pipe(Command.withDescription("Clear what no kept run of the ledger needs"))

export const cache = Command.make("cache").pipe(
  Command.withDescription("The store of results: count, check, clear"),
  Command.withSubcommands([stats, verify, gc]),
)
