/** From a file on the command line to an experiment: TypeScript or JavaScript by its default export, YAML as a preset. */
import * as Effect from "effect/Effect"
import { existsSync, readdirSync } from "node:fs"
import { basename, extname, isAbsolute, join, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { isGraph } from "../dag/graphFile.ts"
import { nearest } from "../dag/nearest.ts"
import { ExperimentError } from "../experiment/errors.ts"
import * as Experiment from "../experiment/Experiment.ts"
import { loadBaselines } from "./loadBaselines.ts"
import { readPreset } from "./readPreset.ts"
import { ofGraph } from "../experiment/ofGraph.ts"
import type { Study } from "../experiment/Study.ts"
import { installRoot, projectRoot } from "./projectRoot.ts"

export interface Loaded {
  /** as shown: relative to the project where it lies inside */
  readonly name: string
  /** where the code of its nodes begins: the file itself, for a preset the graph that it is run by */
  readonly path: string
  readonly experiment: Experiment.Experiment
}

export const loadExperiment = (file: string): Effect.Effect<Loaded, ExperimentError> =>
  Effect.gen(function* () {
    const path = resolve(projectRoot, file)
    const inside = relative(projectRoot, path)
    const name = inside.startsWith("..") || isAbsolute(inside) ? path : inside
    if (!existsSync(path)) return yield* notFound(name)
    const isPreset = [".yaml", ".yml"].includes(extname(path))
    const experiment = yield* isPreset ? loadPreset(name, path) : loadModule(name, path)
    const baselines = yield* loadBaselines(name, experiment.against)
    return { name, path: isPreset ? studyFile() : path, experiment: { ...experiment, baselines } }
  })

function notFound(file: string): Effect.Effect<never, ExperimentError> {
  const known = [...listFiles("experiments", ".ts"), ...listFiles("configs/presets", ".yaml")]
  const near = nearest(
    basename(file, extname(file)),
    known.map((name) => basename(name, extname(name))),
  )
  const hint = known.find((name) => basename(name, extname(name)) === near)
  return Effect.fail(
    new ExperimentError({
      file,
      problem: "there is no such file",
      remedy:
        hint === undefined
          ? `There are: ${known.join(", ") || "no experiments yet"}.`
          : `Did you mean ${hint}?`,
    }),
  )
}

function listFiles(folder: string, extension: string): ReadonlyArray<string> {
  const path = join(projectRoot, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name))
}

const loadModule = (name: string, path: string): Effect.Effect<Experiment.Experiment, ExperimentError> =>
  Effect.gen(function* () {
    const module: unknown = yield* importFile(name, path)
    const exported = (module as { readonly default?: unknown }).default
    if (Experiment.isExperiment(exported)) return exported
    if (isGraph(exported)) return ofGraph(exported)
    return yield* new ExperimentError({
      file: name,
      problem: exported === undefined ? "it has no default export" : "its default export is no experiment",
      remedy:
        "Write `export default Experiment.define({ question, graph, config })`; experiments/trend.ts shows how. A graph of its own is exported as `graph({ title, config, values, targets })`; examples/dag shows how.",
    })
  })

const importFile = (name: string, path: string): Effect.Effect<unknown, ExperimentError> =>
  Effect.tryPromise({
    try: () => import(pathToFileURL(path).href),
    catch: (cause) => importProblem(name, path, cause),
  })

/** A mistake in a user's file: its own message and the place in it, without the stack. */
function importProblem(name: string, path: string, cause: unknown): ExperimentError {
  const error = cause instanceof Error ? cause : new Error(String(cause))
  if ("code" in error && error.code === "ERR_SAGE_IMPORT") {
    return new ExperimentError({ file: name, problem: error.message.replace(`${path}: `, ""), remedy: "" })
  }
  const place = placeOf(error, path)
  const kind = error instanceof SyntaxError ? "syntax error" : "it could not be loaded"
  const problem = `${kind}${place === "" ? "" : ` at ${place}`}: ${error.message.split("\n")[0]}`
  return new ExperimentError({ file: name, problem, remedy: "Correct the file and run again." })
}

/** `file:line` in the user's own files, as the first lines of a stack name it. */
function placeOf(error: Error, path: string): string {
  const frames = (error.stack ?? "").matchAll(/(?:file:\/\/)?(\/[^\s():]+|[A-Za-z]:[^\s():]+):(\d+)/g)
  for (const [, file, line] of frames) {
    if (
      file !== undefined &&
      !file.includes("/node_modules/") &&
      !file.includes("/dist/") &&
      file.startsWith(projectRoot)
    ) {
      return `${relative(projectRoot, file)}:${line}`
    }
  }
  return error.stack?.includes(path) === true ? relative(projectRoot, path) : ""
}

const loadPreset = (name: string, path: string): Effect.Effect<Experiment.Experiment, ExperimentError> =>
  Effect.gen(function* () {
    const { config, against } = yield* readPreset(name, path)
    return Experiment.define({
      question: `What does the preset ${basename(path, extname(path))} earn?`,
      graph: yield* loadStudy,
      config,
      against,
    })
  })

/** Where the code of the graph behind presets begins. */
export function studyFile(): string {
  const own = join(projectRoot, "dags", "study.ts")
  return existsSync(own) ? own : join(installRoot, "dags", "study.ts")
}

/** The graph behind presets: the project's own dags/study.ts, else the one that comes with Sage. */
export const loadStudy: Effect.Effect<Study<unknown, unknown>, ExperimentError> = Effect.gen(function* () {
  const module = (yield* importFile("dags/study.ts", studyFile())) as {
    readonly study?: Study<unknown, unknown>
  }
  if (module.study !== undefined) return module.study
  return yield* new ExperimentError({
    file: "dags/study.ts",
    problem: "it does not export `study`",
    remedy: "Presets are run by that graph: export it as `study`.",
  })
})
