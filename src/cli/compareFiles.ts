/** `sage compare`: systems side by side. What is a file runs, through the cache; what is a run is read from its folder. */
import * as Effect from "effect/Effect"
import { extname, join } from "node:path"
import { compareSystems } from "../experiment/compare/compareSystems.ts"
import type { Compared, SystemReturns } from "../experiment/compare/Comparison.ts"
import { ExperimentError } from "../experiment/errors.ts"
import { runExperiment } from "../experiment/run/runExperiment.ts"
import { countedNoun } from "../kernel/countedNoun.ts"
import { comparisonCsv } from "../report/compare/comparisonCsv.ts"
import { comparisonPage } from "../report/compare/comparisonPage.ts"
import { systemsText } from "../report/compare/systemsText.ts"
import { type Loaded, loadExperiment } from "./loadExperiment.ts"
import { parseOverrides } from "./overrides.ts"
import { printResult } from "./print.ts"
import { makeProgress } from "./progress.ts"
import { readSystem, shortName } from "./readSystem.ts"
import { openRun, runsRoot } from "./RunFolder.ts"
import { runFailure } from "./runFailure.ts"
import { runLayer } from "./services.ts"
import { Usage } from "./Usage.ts"
import { writeOutput } from "./writeOutput.ts"

export interface CompareRequest {
  readonly systems: ReadonlyArray<string>
  readonly set: ReadonlyArray<string>
  readonly out: ReadonlyArray<string>
  readonly workers: number
  readonly json: boolean
  readonly cache: string
}

/** More lines than that cannot be told apart. */
const mostSystems = 5

export const compareFiles = (request: CompareRequest) =>
  Effect.gen(function* () {
    const { json, out } = request
    yield* refuseFormats(out)
    const wanted = (yield* Effect.forEach(request.systems, systemsOf)).flat()
    yield* refuseCount(wanted)
    const overrides = yield* parseOverrides(request.set)
    if (request.set.length > 0) yield* refuseSetOnRuns(wanted)
    const systems = yield* Effect.forEach(wanted, (one) => openSystem(request, one, overrides))
    const compared = yield* Effect.fromResult(compareSystems(withOwnNames(systems)))
    yield* Effect.forEach(out, (file) => writeOutput(file, rendered(file, compared)))
    yield* printResult(json, compared.document, () =>
      [systemsText(compared.document), ...out.map((file) => `wrote ${file}`)].join("\n"),
    )
  })

/** A system before it is known: a run that is there, or an experiment to run. */
type Wanted =
  | { readonly kind: "run"; readonly run: string }
  | {
      readonly kind: "experiment"
      readonly loaded: Loaded
      readonly name: string
      readonly overrides: Readonly<Record<string, unknown>>
    }

/** A file with `systems` stands for all of them. */
const systemsOf = (argument: string) =>
  Effect.gen(function* () {
    if (!/\.([cm]?[jt]s|ya?ml)$/.test(argument)) return [{ kind: "run", run: argument } satisfies Wanted]
    const loaded = yield* loadExperiment(argument)
    const systems: unknown = loaded.experiment.systems ?? {} // a file in JavaScript may have none, or anything
    if (!isSystems(systems)) {
      return yield* new ExperimentError({
        file: loaded.name,
        problem: "its `systems` are not records of values by path",
        remedy: "Write them as experiments/five-systems.ts does.",
      })
    }
    const named = Object.entries(systems)
    const own = shortName(loaded.name)
    const all: ReadonlyArray<readonly [string, Readonly<Record<string, unknown>>]> =
      named.length === 0 ? [[own, {}]] : named
    return all.map(([name, overrides]): Wanted => ({ kind: "experiment", loaded, name, overrides }))
  })

type Systems = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const isSystems = (value: unknown): value is Systems =>
  isRecord(value) && Object.values(value).every(isRecord)

const refuseCount = (wanted: ReadonlyArray<Wanted>): Effect.Effect<void, Usage> =>
  wanted.length >= 2 && wanted.length <= mostSystems
    ? Effect.void
    : Effect.fail(
        new Usage({
          problem: `There ${wanted.length === 1 ? "is" : "are"} ${countedNoun(wanted.length, "system")} to compare.`,
          remedy: `Name two to ${mostSystems}: experiments, presets, runs, or a file that lists \`systems\`, such as experiments/five-systems.ts.`,
        }),
      )

const refuseSetOnRuns = (wanted: ReadonlyArray<Wanted>): Effect.Effect<void, Usage> => {
  const run = wanted.find(({ kind }) => kind === "run")
  return run?.kind !== "run"
    ? Effect.void
    : Effect.fail(
        new Usage({
          problem: `--set changes what is run, and ${run.run} has run already.`,
          remedy: "Leave out --set, or name experiments alone.",
        }),
      )
}

const renderers: Readonly<Record<string, (compared: Compared) => string>> = {
  ".html": comparisonPage,
  ".csv": ({ document }) => comparisonCsv(document),
  ".json": ({ document }) => `${JSON.stringify(document, null, 2)}\n`,
}

const rendered = (file: string, compared: Compared): string => renderers[extname(file)]!(compared)

const refuseFormats = (out: ReadonlyArray<string>): Effect.Effect<void, Usage> => {
  const unknown = out.find((file) => renderers[extname(file)] === undefined)
  return unknown === undefined
    ? Effect.void
    : Effect.fail(
        new Usage({
          problem: `${unknown} names no format that a comparison is written in.`,
          remedy: `End the name in ${Object.keys(renderers).join(", ")}.`,
        }),
      )
}

const openSystem = (request: CompareRequest, wanted: Wanted, overrides: Readonly<Record<string, unknown>>) =>
  Effect.gen(function* () {
    if (wanted.kind === "run") return yield* readSystem(yield* openRun(wanted.run), undefined)
    const runDir = yield* runSystem(request, wanted, overrides)
    return yield* readSystem(yield* openRun(runDir), wanted.name)
  })

/** @returns its run's folder */
const runSystem = (
  { workers, cache, json }: CompareRequest,
  { loaded, overrides: own }: Extract<Wanted, { kind: "experiment" }>,
  overrides: Readonly<Record<string, unknown>>,
) =>
  Effect.gen(function* () {
    const progress = makeProgress(!json, workers)
    const record = yield* runExperiment({
      name: loaded.name,
      experiment: loaded.experiment,
      overrides: { ...own, ...overrides },
      targets: [],
      force: [],
      workers,
      keepGoing: false,
      runsRoot,
      onPlan: progress.onPlan,
      onEvent: progress.onEvent,
    }).pipe(
      Effect.ensuring(Effect.sync(progress.end)),
      Effect.scoped,
      Effect.provide(runLayer(workers, cache, loaded.path)),
    )
    return record.status === "done" ? join(runsRoot, record.runId) : yield* runFailure(record)
  })

/** Two of the same name are told apart by their runs. */
function withOwnNames(systems: ReadonlyArray<SystemReturns>): ReadonlyArray<SystemReturns> {
  const isShared = ({ name }: SystemReturns): boolean =>
    systems.filter((other) => other.name === name).length > 1
  return systems.map((one, i) =>
    isShared(one) ? { ...one, name: `${one.name} (${one.runId.slice(-6)}, ${i + 1})` } : one,
  )
}
