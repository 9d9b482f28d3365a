/** Experiments as users write and run them: what the front door calls `Experiment`. */
import type { Experiment } from "../experiment/Experiment.ts"
import type { RunRecord } from "./RunRecord.ts"
import type { RunOptions } from "./runHere.ts"

export {
  type Baseline,
  type Definition,
  define,
  type Experiment,
  isExperiment,
} from "../experiment/Experiment.ts"
export type { RunRecord } from "./RunRecord.ts"
export type { RunOptions } from "./runHere.ts"

/**
 * Runs an experiment as `sage dag run` does, with the same cache, ledger and folder, and gives its result as values.
 *
 * A script that imports graphs or nodes itself is started with `node --import sage/user-imports`, so that they meet Sage's own
 * copies of what they import.
 *
 * @param experiment a file (`experiments/trend.ts`, a preset), or an experiment that the script has itself; then `options.from`
 * says where the code of its nodes begins: `import.meta.filename`
 * @returns rejects with an error whose message ends in what to do: a config that is refused, a node that failed
 */
export async function run(experiment: string | Experiment, options: RunOptions = {}): Promise<RunRecord> {
  const { runHere } = await import("./runHere.ts")
  return runHere(experiment, options)
}
