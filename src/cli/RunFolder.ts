/** Runs by what users call them, and their folders opened: the one place where RUN of a command becomes a path. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { lstatSync, readdirSync } from "node:fs"
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path"
import type { ValueType } from "../dag/ValueType.ts"
import { nearest } from "../dag/nearest.ts"
import { Warning } from "../experiment/artifacts/warnings.ts"
import { GraphJson } from "../experiment/run/graphJson.ts"
import { runDocuments } from "../experiment/run/runDocuments.ts"
import { StoredManifest } from "../experiment/run/StoredManifest.ts"
import { RunRefused } from "../io/run/errors.ts"
import { type RunFiles, runFiles, sizeLimits } from "../io/run/RunFiles.ts"
import { projectRoot } from "./projectRoot.ts"
import { Usage } from "./Usage.ts"

export interface RunFolder {
  /** absolute */
  readonly folder: string
  /** as messages name it: runs/0192…, or the path that was given */
  readonly shown: string
  readonly manifest: StoredManifest
  readonly files: RunFiles
  /** the study's config as it was resolved, every default written out */
  readonly config: Effect.Effect<Schema.Json, RunRefused>
  readonly graph: Effect.Effect<GraphJson, RunRefused>
  readonly warnings: Effect.Effect<ReadonlyArray<Warning>, RunRefused>
  /** a document of a study; a graph of another kind may have none of that name: `optional` */
  readonly document: <N extends DocumentName>(name: N) => Effect.Effect<DocumentOf<N>, RunRefused>
  /** undefined where the folder has no such file */
  readonly optional: <N extends DocumentName>(name: N) => Effect.Effect<DocumentOf<N> | undefined, RunRefused>
}

type DocumentName = keyof typeof runDocuments
type DocumentOf<N extends DocumentName> = (typeof runDocuments)[N] extends ValueType<infer A> ? A : never

export const runsRoot: string = join(projectRoot, "runs")

const manifestFile = "run_manifest.json"

/** Names of the finished folders in runs/, oldest first: ids begin with the time. */
export function runNames(root: string = runsRoot): ReadonlyArray<string> {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .filter((name) => isRunFolder(join(root, name)))
      .sort()
  } catch {
    return []
  }
}

const isRunFolder = (folder: string): boolean =>
  lstatSync(join(folder, manifestFile), { throwIfNoEntry: false })?.isFile() === true

/** @param wanted `latest`, the id of a run or its beginning, or the path of a folder (from the project's root) */
export const findRun = (wanted: string): Effect.Effect<string, Usage> =>
  Effect.suspend(() => {
    if (isPath(wanted)) {
      const folder = resolve(projectRoot, wanted)
      return isRunFolder(folder) ? Effect.succeed(folder) : Effect.fail(noRunAt(wanted))
    }
    const names = runNames()
    const matches = wanted === "latest" ? names.slice(-1) : matching(names, wanted)
    const [name] = matches
    return name !== undefined && matches.length === 1
      ? Effect.succeed(join(runsRoot, name))
      : Effect.fail(noSuchRun(wanted, names, matches))
  })

/** A whole name, else every name that begins so. */
function matching(names: ReadonlyArray<string>, wanted: string): ReadonlyArray<string> {
  if (wanted === "") return []
  return names.includes(wanted) ? [wanted] : names.filter((name) => name.startsWith(wanted))
}

const isPath = (wanted: string): boolean => wanted.includes("/") || wanted.includes(sep) || wanted === "."

/** Opens a run of any name that `findRun` knows; its manifest has been read and believed. */
export const openRun = (wanted: string): Effect.Effect<RunFolder, Usage | RunRefused> =>
  Effect.flatMap(findRun(wanted), openRunAt)

/** @param folder absolute */
export const openRunAt = (folder: string): Effect.Effect<RunFolder, RunRefused> =>
  Effect.gen(function* () {
    const shown = shownPath(folder)
    const files = runFiles(folder, shown)
    const manifest = yield* files.json(manifestFile, StoredManifest, sizeLimits.manifest)
    const document = <N extends DocumentName>(name: N) =>
      files.document(name, runDocuments[name] as unknown as ValueType<DocumentOf<N>>)
    return {
      folder,
      shown,
      manifest,
      files,
      config: readConfig(files),
      graph: files.json("graph.json", GraphJson),
      warnings: files.lines("warnings.log", Warning),
      document,
      optional: (name) => Effect.flatMap(files.has(name), (has) => (has ? document(name) : Effect.undefined)),
    }
  })

const configFile = "config.yaml"

const readConfig = ({ shown, text }: RunFiles): Effect.Effect<Schema.Json, RunRefused> =>
  Effect.gen(function* () {
    const { parseYaml } = yield* Effect.promise(() => import("../io/parseYaml.ts"))
    const parsed = parseYaml(yield* text(configFile))
    const isJson = Schema.is(Schema.Json)
    if (parsed._tag === "Good" && isJson(parsed.value)) return parsed.value
    return yield* new RunRefused({
      run: shown,
      file: configFile,
      field: "",
      problem: parsed._tag === "Bad" ? parsed.problem : "it holds more than JSON could",
      remedy: "Run the experiment again, or fetch the folder anew from where it came.",
    })
  })

/** A copy under another name would count its run twice. */
const copied = (shown: string, runId: string): RunRefused =>
  new RunRefused({
    run: shown,
    file: manifestFile,
    field: "run_id",
    problem: `it says ${runId}, which is not the folder's name`,
    remedy: "Remove the copy, or move it out of runs/.",
  })

/** Every finished folder in runs/, oldest first: opened, or why it is refused. */
export const openEveryRun: Effect.Effect<
  ReadonlyArray<{ readonly name: string; readonly run: RunFolder | RunRefused }>
> = Effect.suspend(() =>
  Effect.forEach(runNames(), (name) =>
    openRunAt(join(runsRoot, name)).pipe(
      Effect.filterOrFail(
        ({ manifest }) => manifest.run_id === name,
        ({ shown, manifest }) => copied(shown, manifest.run_id),
      ),
      Effect.result,
      Effect.map((run) => ({ name, run: Result.merge(run) })),
    ),
  ),
)

function shownPath(folder: string): string {
  const inside = relative(projectRoot, folder)
  return inside.startsWith("..") || isAbsolute(inside) ? folder : inside.replaceAll(sep, "/")
}

const noRunAt = (wanted: string): Usage =>
  new Usage({
    problem: `There is no folder of a run at ${wanted}.`,
    remedy: `A run's folder holds a ${manifestFile}; \`sage runs ls\` lists the runs of this project.`,
  })

function noSuchRun(wanted: string, names: ReadonlyArray<string>, matches: ReadonlyArray<string>): Usage {
  if (matches.length > 1) {
    const shown = matches
      .slice(0, 3)
      .map((name) => basename(name))
      .join(", ")
    return new Usage({
      problem: `${matches.length} runs begin with ${wanted}: ${shown}${matches.length > 3 ? ", …" : ""}.`,
      remedy: "Give more of the id.",
    })
  }
  if (names.length === 0) {
    return new Usage({
      problem: "runs/ holds no folder of a run yet.",
      remedy: "`sage dag run experiments/trend.ts` makes one.",
    })
  }
  const near = nearest(wanted, names)
  return new Usage({
    problem: `There is no folder of a run ${wanted} in runs/.`,
    remedy: near === null ? "`sage runs ls` lists the runs." : `Did you mean ${near}?`,
  })
}
