/** The presets that an experiment is against, by their names: the project's own before those that come with Sage. */
import * as Effect from "effect/Effect"
import { existsSync, readdirSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { nearest } from "../dag/nearest.ts"
import { ExperimentError } from "../experiment/errors.ts"
import type { Baseline } from "../experiment/Experiment.ts"
import { installRoot, projectRoot } from "./projectRoot.ts"
import { readPreset } from "./readPreset.ts"

/** @param experiment its file, as shown @param names of presets */
export const loadBaselines = (
  experiment: string,
  names: ReadonlyArray<string>,
): Effect.Effect<Readonly<Record<string, Baseline>>, ExperimentError> =>
  Effect.gen(function* () {
    if (names.length === 0) return {}
    const known = presetFiles()
    const baselines: Record<string, Baseline> = {}
    for (const name of names) {
      const path = known.get(name)
      if (path === undefined) return yield* unknown(experiment, name, [...known.keys()])
      if (Object.hasOwn(baselines, name)) return yield* twice(experiment, name)
      const file = relative(projectRoot, path)
      const { config } = yield* readPreset(file, path)
      baselines[name] = { file, config }
    }
    return baselines
  })

/** Names come from a listing of the folders, so none leads out of them. */
function presetFiles(): ReadonlyMap<string, string> {
  const files = [installRoot, projectRoot].flatMap((root) => {
    const folder = join(root, "configs", "presets")
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((file) => file.endsWith(".yaml"))
      .map((file): [string, string] => [basename(file, ".yaml"), join(folder, file)])
  })
  return new Map(files.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

function unknown(file: string, name: string, known: ReadonlyArray<string>): ExperimentError {
  const near = nearest(name, known)
  return new ExperimentError({
    file,
    problem: `it is against ${name}, and there is no configs/presets/${name}.yaml`,
    remedy: near === null ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`,
  })
}

const twice = (file: string, name: string): ExperimentError =>
  new ExperimentError({
    file,
    problem: `it is against ${name} twice`,
    remedy: "Name each preset once.",
  })
