/**
 * `sage runs verify`: computes a finished run again, from its snapshot in a cache of its own, and compares every file of its
 * folder to the bit. Of the folder nothing is believed but what a run's config and ledger may say.
 */
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { mkdtemp, realpath, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Store } from "../dag/store/Store.ts"
import type { Trials } from "../domain/Trials.ts"
import type { Experiment } from "../experiment/Experiment.ts"
import type { GraphJson } from "../experiment/run/graphJson.ts"
import { type RunRecord, runExperiment } from "../experiment/run/runExperiment.ts"
import { compareRunFiles, type FileDifference } from "../io/run/compareRunFiles.ts"
import { runFiles } from "../io/run/RunFiles.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { endingOfError } from "./failure.ts"
import { type Loaded, loadExperiment, loadStudy, studyFile } from "./loadExperiment.ts"
import { projectRoot } from "./projectRoot.ts"
import type { RunFolder } from "./RunFolder.ts"
import { runLayer, snapshotLayer } from "./services.ts"

export interface Verification {
  readonly run_id: string
  readonly run_dir: string
  readonly status: "verified" | "different" | "skipped"
  /** why it is no plain `verified` */
  readonly reason: string | null
  /** number of files compared */
  readonly files: number
  readonly differences: ReadonlyArray<FileDifference>
  /** the first node, in the graph's order, that gave other content; null where the folder alone differs */
  readonly first_node: string | null
  readonly code_changed: boolean
}

export interface VerifyRequest {
  readonly run: RunFolder
  /** experiment to take the graph from; undefined: the one that the run names */
  readonly experiment: string | undefined
  readonly workers: number
}

export const verifyRun = Effect.fn("verifyRun")(function* ({ run, experiment, workers }: VerifyRequest) {
  const base = { run_id: run.manifest.run_id, run_dir: run.shown }
  const obstacle = yield* obstacleOf(run)
  if (obstacle !== undefined) return { ...base, ...nothingCompared, ...obstacle } satisfies Verification
  const loaded = yield* experimentOf(run, experiment)
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const folder = yield* ownFolder
      const record = yield* recompute(run, loaded, folder, workers)
      if (record.runDir === null) return { ...base, ...nothingCompared, ...failureOf(record) }
      const computed = runFiles(record.runDir, "recomputed")
      const names = [
        ...new Set([...Object.keys(run.manifest.files), ...Object.keys(record.manifest.files)]),
      ].sort()
      const differences = yield* compareRunFiles(run.files, computed, names)
      const graph = yield* run.graph
      const code_changed = run.manifest.code_fingerprint !== record.manifest.code_fingerprint
      const first_node = firstNode(graph, record)
      return {
        ...base,
        status: differences.length === 0 ? ("verified" as const) : ("different" as const),
        reason: differences.length === 0 ? null : reasonOf(code_changed, first_node),
        files: names.length,
        differences,
        first_node,
        code_changed,
      } satisfies Verification
    }),
  )
})

const nothingCompared = { files: 0, differences: [], first_node: null, code_changed: false }

const reasonOf = (codeChanged: boolean, firstNode: string | null): string => {
  if (firstNode === null)
    return "the nodes gave what the run had, so the folder was changed after it was written"
  return codeChanged
    ? `the code has changed since; ${firstNode} is the first node with another result`
    : `${firstNode} is the first node with another result`
}

const failureOf = ({ nodes }: RunRecord): Pick<Verification, "status" | "reason"> => {
  const failed = nodes.find(({ fate }) => fate === "failed")
  return {
    status: "different",
    reason: `${failed?.id ?? "a node"} failed: ${endingOfError(failed?.error).message}`,
  }
}

/** What stands in the way of computing a run again. */
const obstacleOf = Effect.fnUntraced(function* ({ manifest }: RunFolder) {
  if (manifest.mode === "live") {
    const reason =
      "it was made of live prices: `sage snapshot pin RUN --name N` keeps them, and a run of that snapshot can be verified"
    return { status: "skipped" as const, reason }
  }
  if (manifest.snapshot === null) return undefined
  const store = yield* SnapshotStore
  const snapshot = yield* store.manifest(manifest.snapshot)
  if (snapshot.content_hash === manifest.data_hash) return undefined
  const reason = `snapshot ${manifest.snapshot} here holds ${snapshot.content_hash.slice(0, 12)}, and the run read ${manifest.data_hash?.slice(0, 12)}: bring the snapshot that it read`
  return { status: "different" as const, reason }
}, Effect.provide(snapshotLayer))

/** Files that a manifest may name: a folder from elsewhere must not choose what code runs. */
const nameable = /^(experiments|configs|examples)(\/[\w-]+)+\.(ts|js|mjs|yaml|yml)$/

/** The graph of the run's experiment with the config that the run resolved; where that file is not here, the study of presets. */
const experimentOf = Effect.fnUntraced(function* (run: RunFolder, named: string | undefined) {
  const { manifest } = run
  const isHere = nameable.test(manifest.experiment) && existsSync(join(projectRoot, manifest.experiment))
  const file = named ?? (isHere ? manifest.experiment : undefined)
  const loaded = file === undefined ? undefined : yield* loadExperiment(file)
  const hasConfig = yield* run.files.has("config.yaml")
  const graph = loaded?.experiment.graph ?? (yield* loadStudy)
  const config = hasConfig ? withoutAgainst(yield* run.config) : loaded?.experiment.config
  const experiment: Experiment = {
    _tag: "Experiment",
    question: manifest.question,
    graph,
    config,
    against: [],
    systems: {},
    baselines: Object.fromEntries(
      Object.entries(manifest.baselines).map(([name, written]) => [name, { file: name, config: written }]),
    ),
    vary: {},
  }
  const path = loaded?.path ?? studyFile()
  return {
    loaded: { name: manifest.experiment, path, experiment } satisfies Loaded,
    overrides: hasConfig ? {} : manifest.overrides,
  }
})

/** The presets that a run was held against stand in its manifest, each as it was then. */
function withoutAgainst(config: unknown): unknown {
  if (typeof config !== "object" || config === null || Array.isArray(config)) return config
  return Object.fromEntries(Object.entries(config).filter(([field]) => field !== "against"))
}

const ownFolder = Effect.acquireRelease(
  Effect.promise(async () => realpath(await mkdtemp(join(tmpdir(), "sage-verify-")))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true })),
)

const recompute = Effect.fnUntraced(function* (
  run: RunFolder,
  { loaded, overrides }: { readonly loaded: Loaded; readonly overrides: Readonly<Record<string, unknown>> },
  folder: string,
  workers: number,
) {
  const { name, experiment, path } = loaded
  const trials = yield* run.optional("trials.json")
  return yield* Effect.gen(function* () {
    if (trials !== undefined) yield* recordTrials(run, trials)
    return yield* runExperiment({
      name,
      experiment,
      overrides,
      targets: [],
      force: [],
      workers,
      keepGoing: false,
      runsRoot: join(folder, "runs"),
      onPlan: () => Effect.void,
      onEvent: () => {},
    })
  }).pipe(Effect.scoped, Effect.provide(runLayer(workers, join(folder, "cache"), path)))
})

/** The ledger as it was, as far as the count of trials looks: a config each, in the order of the recorded ratios. */
const recordTrials = Effect.fnUntraced(function* ({ manifest }: RunFolder, { question, snapshot }: Trials) {
  const store = yield* Store
  const rows = [
    ...rowsOf(question, { question: manifest.question, snapshot: null }),
    ...rowsOf(snapshot, { question: null, snapshot: manifest.snapshot }),
  ]
  yield* Effect.forEach(rows, (facts, i) =>
    store.saveRun({
      runId: `recorded-${i}`,
      name: "recorded",
      startedAt: i,
      status: "done",
      facts: JSON.stringify({ ...facts, config_hash: String(i).padStart(12, "0") }),
      nodes: [],
    }),
  )
})

const rowsOf = ({ count, sharpes }: Trials["question"], of: Readonly<Record<string, unknown>>) =>
  Array.from({ length: count }, (_, i) => ({ ...of, metrics: { sharpe: sharpes[i] ?? null } }))

function firstNode({ nodes }: GraphJson, record: RunRecord): string | null {
  const now = new Map(record.nodes.map(({ id, outputs }) => [id, outputs]))
  const other = nodes.find(({ id, outputs }) => {
    const found = now.get(id)
    return outputs.some(({ port, content }) => content !== null && content !== found?.[port])
  })
  return other?.id ?? null
}
