/** Behind `Experiment.run`; loaded when a script first runs something. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { endingOfError } from "../cli/failure.ts"
import { loadBaselines } from "../cli/loadBaselines.ts"
import { type Loaded, loadExperiment } from "../cli/loadExperiment.ts"
import { restoreLostLedger } from "../cli/restoreLedger.ts"
import { openRunAt, runsRoot } from "../cli/RunFolder.ts"
import { defaultCache, runLayer } from "../cli/services.ts"
import { ExperimentError } from "../experiment/errors.ts"
import type { Experiment } from "../experiment/Experiment.ts"
import { runExperiment } from "../experiment/run/runExperiment.ts"
import { type RunRecord, recordOf } from "./RunRecord.ts"

export interface RunOptions {
  /** changes of the config by dotted path, as `--set` makes them */
  readonly set?: Readonly<Record<string, unknown>>
  /** of an experiment that is no file: `import.meta.filename` of the file that has its graph */
  readonly from?: string
  /** folder of stored results, from the project's root */
  readonly cache?: string
  /** nodes that may run at a time */
  readonly workers?: number
}

export async function runHere(experiment: string | Experiment, options: RunOptions): Promise<RunRecord> {
  await meetOneEffect()
  const { set = {}, cache = defaultCache, workers = 2 } = options
  const program = Effect.gen(function* () {
    const { name, path, experiment: loaded } = yield* load(experiment, options)
    const run = runExperiment({
      name,
      experiment: loaded,
      overrides: set,
      targets: [],
      force: [],
      workers,
      keepGoing: false,
      runsRoot,
      onPlan: () => Effect.void,
      onEvent: () => {},
    })
    const { runDir, nodes } = yield* Effect.andThen(restoreLostLedger(cache), run).pipe(
      Effect.scoped,
      Effect.provide(runLayer(workers, cache, path)),
    )
    if (runDir !== null) return yield* Effect.flatMap(openRunAt(runDir), recordOf)
    const failed = nodes.find(({ fate }) => fate === "failed")
    return yield* new ExperimentError({
      file: name,
      problem: `${failed?.id ?? "a node"} failed`,
      remedy: endingOfError(failed?.error).message ?? "",
    })
  })
  return Effect.runPromise(program.pipe(Effect.provide(NodeServices.layer)))
}

/** In a bundle, files that are loaded from here on must get Sage's own copies of `effect`, as they do under the command line. */
async function meetOneEffect(): Promise<void> {
  const isBundle = !import.meta.url.endsWith(".ts")
  if (isBundle) await import(new URL("./user-imports.js", import.meta.url).href)
}

function load(experiment: string | Experiment, { from }: RunOptions): Effect.Effect<Loaded, ExperimentError> {
  if (typeof experiment === "string") return loadExperiment(experiment)
  if (from === undefined) {
    return Effect.fail(
      new ExperimentError({
        file: "Experiment.run",
        problem: "an experiment that is no file needs `from`, the file that has its graph",
        remedy: "Write Experiment.run(experiment, { from: import.meta.filename }).",
      }),
    )
  }
  return Effect.map(loadBaselines(from, experiment.against), (baselines) => ({
    name: from,
    path: from,
    experiment: { ...experiment, baselines },
  }))
}
