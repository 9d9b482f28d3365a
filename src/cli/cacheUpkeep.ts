/** `sage cache`: counting, checking and clearing the store, as text and JSON. Loaded by the commands. */
import * as Effect from "effect/Effect"
import { randomInt } from "node:crypto"
import * as Plan from "../dag/Plan.ts"
import { type Rerun, rerun, sampleOf } from "../dag/rerun.ts"
import { attempt } from "../dag/store/attempt.ts"
import { inFolder, type StoreParts } from "../dag/store/parts.ts"
import { type Collected, collect } from "../dag/store/upkeep/collect.ts"
import { stats } from "../dag/store/upkeep/stats.ts"
import { type Damage, type Verified, verify } from "../dag/store/upkeep/verify.ts"
import { openExperiment } from "../experiment/run/openExperiment.ts"
import { loadExperiment } from "./loadExperiment.ts"
import { parseOverrides } from "./overrides.ts"
import { printResult } from "./print.ts"
import { readProjectFile } from "./projectFile.ts"
import { cacheFolder, runLayer } from "./services.ts"
import { RunFailed, Usage } from "./Usage.ts"

interface Shared {
  readonly json: boolean
  readonly cache: string
}

/** @param say told when the catalogue was damaged and has been begun anew */
const withParts = <A>(
  cache: string,
  operation: string,
  use: (parts: StoreParts) => A,
  say?: (note: string) => void,
) => {
  const folder = cacheFolder(cache)
  const repairing = (parts: StoreParts): A => {
    try {
      return use(parts)
    } catch (error) {
      if (!parts.catalogue.repair(error)) throw error
      return use(parts)
    }
  }
  return Effect.acquireUseRelease(
    attempt("open the cache in", folder, () => inFolder(folder, say)),
    (parts) => attempt(operation, folder, () => repairing(parts)),
    ({ catalogue }) => Effect.sync(() => catalogue.close()),
  )
}

export const showStats = ({ json, cache }: Shared) =>
  Effect.gen(function* () {
    const found = yield* withParts(cache, "read from", stats)
    const { inlineValues, inlineBytes, ...rest } = found
    yield* printResult(json, { ...rest, inline_values: inlineValues, inline_bytes: inlineBytes }, () =>
      [
        `objects      ${found.objects}, ${sizeText(found.bytes)}`,
        `values       ${found.values}, ${inlineValues} of them in the catalogue, ${sizeText(inlineBytes)}`,
        `results      ${found.results}`,
        `runs         ${found.runs}`,
        `quarantine   ${found.quarantined}`,
        `at work      ${found.processes} processes`,
      ].join("\n"),
    )
  })

// -------------------------------------------------------------------------------------------------------- checking

export interface VerifyRequest extends Shared {
  readonly files: ReadonlyArray<string>
  readonly rerun: string | undefined
  readonly seed: number | undefined
  readonly set: ReadonlyArray<string>
}

interface Reran {
  readonly file: string
  readonly nodes: ReadonlyArray<Rerun>
}

export const verifyCache = (request: VerifyRequest) =>
  Effect.gen(function* () {
    const { json, cache } = request
    const share = yield* shareOf(request)
    const seed = request.seed ?? randomInt(2 ** 31)
    const damagedCatalogues: Array<Damage> = []
    const read = yield* withParts(cache, "read from", verify, (path) =>
      damagedCatalogues.push({ problem: "damaged", path, nodes: [] }),
    )
    const found = { ...read, damaged: [...damagedCatalogues, ...read.damaged] }
    const reran: Array<Reran> = []
    for (const file of share === undefined ? [] : request.files)
      reran.push(yield* rerunFile(request, file, share!, seed))
    const report = {
      ...found,
      ...(share === undefined ? {} : { rerun: { share, seed, files: reran.map(reranJson) } }),
    }
    yield* printResult(json, report, () => verifiedText(found, reran, seed))
    const wrong = differing(reran).length
    if (found.damaged.length === 0 && wrong === 0) return
    const told = [
      ...(found.damaged.length > 0
        ? [`${found.damaged.length} damaged; put aside, the next run computes them again.`]
        : []),
      ...(wrong > 0
        ? [`${wrong} results are not what their code computes now: \`--force NODE\` stores them anew.`]
        : []),
    ]
    return yield* new RunFailed({ exitCode: 3, detail: told.join("\n") })
  })

const shareOf = ({ files, rerun: text }: VerifyRequest): Effect.Effect<number | undefined, Usage> =>
  Effect.gen(function* () {
    if (text === undefined && files.length === 0) return undefined
    if (files.length === 0 || text === undefined)
      return yield* new Usage({
        problem: "Results are computed again by their experiments.",
        remedy: "Give both: `sage cache verify --rerun 5% experiments/trend.ts`.",
      })
    const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1] ?? Number.NaN)
    if (percent > 0 && percent <= 100) return percent / 100
    return yield* new Usage({
      problem: `--rerun ${text} is no share.`,
      remedy: "Give a percentage above 0, such as 5%.",
    })
  })

const rerunFile = ({ cache, set }: VerifyRequest, file: string, share: number, seed: number) =>
  Effect.gen(function* () {
    const loaded = yield* loadExperiment(file)
    const overrides = yield* parseOverrides(set)
    const { name, experiment } = loaded
    return yield* Effect.gen(function* () {
      const opened = yield* openExperiment({ name, experiment, overrides, targets: [] })
      const plan = yield* Plan.make(opened.graph, { name, seed: opened.seed, force: new Set() })
      const context = { seed: opened.seed, workers: undefined, onReport: () => {}, onNote: () => {} }
      const nodes = yield* Effect.forEach(sampleOf(plan, share, seed), (node) => rerun(plan, node, context))
      return { file: name, nodes }
    }).pipe(Effect.scoped, Effect.provide(runLayer(1, cache, loaded.path)))
  })

const differing = (reran: ReadonlyArray<Reran>): ReadonlyArray<Rerun> =>
  reran.flatMap(({ nodes }) => nodes.filter(({ verdict }) => verdict === "differs"))

const reranJson = ({ file, nodes }: Reran): unknown => ({
  file,
  nodes: nodes.map(({ id, verdict, difference }) => ({ id, verdict, difference: difference ?? null })),
})

function verifiedText(found: Verified, reran: ReadonlyArray<Reran>, seed: number): string {
  const count = reran.reduce((sum, { nodes }) => sum + nodes.length, 0)
  return [
    `${found.objects} objects (${sizeText(found.bytes)}) and ${found.values} values read, ${found.damaged.length} damaged`,
    ...found.damaged.map(
      ({ problem, path, nodes }) => `  ${problem} ${path}${nodes.length > 0 ? `: ${nodes.join(", ")}` : ""}`,
    ),
    ...(reran.length === 0
      ? []
      : [`${count} results computed again (seed ${seed}), ${differing(reran).length} differ`]),
    ...differing(reran).map(({ id, difference }) => {
      const { port, place, stored, computed } = difference!
      return `  ${id}.${port} at ${place}: stored ${JSON.stringify(stored)}, computed ${JSON.stringify(computed)}`
    }),
  ].join("\n")
}

// -------------------------------------------------------------------------------------------------------- clearing

export interface ClearRequest extends Shared {
  readonly dryRun: boolean
  readonly keepRuns: number | undefined
}

export const clearCache = ({ json, cache, dryRun, keepRuns }: ClearRequest) =>
  Effect.gen(function* () {
    const { cache: project = {} } = yield* readProjectFile
    const rule = {
      keepRuns: keepRuns ?? project.keep_runs,
      named: project.keep ?? [],
      maxBytes: project.max_bytes,
    }
    const found = yield* withParts(cache, "clear", (parts) => collect(parts, rule, dryRun))
    const { kept, dropped, results, overBudgetBytes, processes } = found
    yield* printResult(
      json,
      {
        dry_run: dryRun,
        objects: kept.objects,
        bytes: kept.bytes,
        kept,
        dropped,
        results: results.map(({ node, runId }) => ({ node, run_id: runId })),
        over_budget_bytes: overBudgetBytes,
        processes,
      },
      () => clearedText(found, dryRun),
    )
  })

function clearedText(found: Collected, dryRun: boolean): string {
  const { dropped, kept, overBudgetBytes } = found
  return [
    ...(dryRun ? found.results.map(({ node, runId }) => `  ${node}, of run ${runId}`) : []),
    `${dryRun ? "would clear" : "cleared"} ${dropped.results} results, ${dropped.objects} objects, ${sizeText(dropped.bytes)}`,
    `${dryRun ? "would keep" : "kept"} ${kept.results} results of ${kept.runs} runs, ${kept.objects} objects, ${sizeText(kept.bytes)}`,
    ...(overBudgetBytes > 0
      ? [
          `${sizeText(overBudgetBytes)} above the budget of sage.json: what is left is needed by runs that stay`,
        ]
      : []),
  ].join("\n")
}

function sizeText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"]
  const power = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3))
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`
}
