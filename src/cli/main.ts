/** The command line: parse, call one library function, print. The launcher `bin/sage` starts this. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as References from "effect/References"
import { audit } from "./commands/audit.ts"
import { cache } from "./commands/cache.ts"
import { completionsOf } from "./commands/completions.ts"
import { dagGraph } from "./commands/dagGraph.ts"
import { dagPlan } from "./commands/dagPlan.ts"
import { dagRun } from "./commands/dagRun.ts"
import { config } from "./commands/config.ts"
import { doctor } from "./commands/doctor.ts"
import { explain } from "./commands/explain.ts"
import { init } from "./commands/init.ts"
import { lineage } from "./commands/lineage.ts"
import { node } from "./commands/node.ts"
import { runs } from "./commands/runs/index.ts"
import { snapshot } from "./commands/snapshot/index.ts"
import { sql } from "./commands/sql.ts"
import { sweep } from "./commands/sweep.ts"
import { why } from "./commands/why.ts"
import { endingOf, interrupted } from "./failure.ts"
import { optimiseCode } from "./optimiseCode.ts"
import { presenterLayer } from "./presenter.ts"
import { sage } from "./sharedFlags.ts"
import { version } from "./version.ts"

const dag = Command.make("dag").pipe(
  Command.withDescription("Run, plan, draw and explain the graph of an experiment"),
  Command.withSubcommands([dagRun, dagPlan, dagGraph, why]),
)

const completions = completionsOf((): Command.Command.Any => root)

const root = sage.pipe(
  Command.withSubcommands([
    dag,
    sweep,
    audit,
    why,
    lineage,
    explain,
    sql,
    node,
    snapshot,
    runs,
    cache,
    config,
    init,
    doctor,
    completions,
  ]),
)

/** What runs longer than this is no look at stored results. */
const shortCommandMs = 400

setTimeout(optimiseCode, shortCommandMs).unref()

const args = process.argv.slice(2)

const program = Command.runWith(root, { version })(args).pipe(
  Effect.catchCause((cause) => {
    const { exitCode, message } = endingOf(cause)
    process.exitCode = exitCode
    return message === null ? Effect.void : Console.error(message)
  }),
  // an interruption ends the program itself, so that nothing after it would be reached
  Effect.onInterrupt(() => Console.error(interrupted)),
  Effect.provide(
    Layer.mergeAll(NodeServices.layer, presenterLayer, Layer.succeed(References.LogToStderr, true)),
  ),
)

NodeRuntime.runMain(program, { disableErrorReporting: true })
