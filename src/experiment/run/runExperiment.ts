/** Runs an experiment: plans, computes what is missing, writes the run's folder and its row in the ledger. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { hashOf } from "../../dag/canonical.ts"
import type { StoreError } from "../../dag/errors.ts"
import * as Plan from "../../dag/Plan.ts"
import * as Run from "../../dag/Run.ts"
import { Store } from "../../dag/store/Store.ts"
import { configHash } from "../trials/configHash.ts"
import { certificatesOf } from "./certificates.ts"
import { graphJson } from "./graphJson.ts"
import { Host } from "./Host.ts"
import { type LiveRecord, liveRecordOf } from "./liveRecord.ts"
import { findNodes, type OpenExperiment, type OpenRequest, openExperiment } from "./openExperiment.ts"
import { resultOf } from "./resultOf.ts"
import { artifactSchemaVersion, type RunManifest } from "./RunManifest.ts"
import { renderFile, writeRunFolder } from "./runFolder.ts"

export interface RunRequest extends OpenRequest {
  readonly force: ReadonlyArray<string>
  readonly workers: number
  readonly keepGoing: boolean
  /** folder that holds the folders of runs */
  readonly runsRoot: string
  readonly onPlan: (plan: Plan.Plan) => Effect.Effect<void, StoreError, Store>
  readonly onEvent: (event: Run.RunEvent) => void
}

export interface RunRecord {
  readonly runId: string
  /** null when only some nodes were asked for, or a node failed: then there is no folder */
  readonly runDir: string | null
  readonly status: "done" | "failed"
  readonly nodes: ReadonlyArray<Run.NodeOutcome>
  readonly counts: RunManifest["nodes"]
  /** values of the study's documents by file name; empty when there is no folder */
  readonly documents: Readonly<Record<string, unknown>>
  readonly manifest: RunManifest
}

export const runExperiment = (request: RunRequest) =>
  Effect.gen(function* () {
    const host = yield* Host
    const startedAt = yield* Clock.currentTimeMillis
    const runId = yield* host.newRunId
    const opened = yield* openExperiment(request)
    const force = new Set((yield* findNodes(opened.graph, request.force)).map(({ id }) => id))
    const plan = yield* Plan.make(opened.graph, { name: request.name, seed: opened.seed, force })
    yield* request.onPlan(plan)
    const { workers: concurrency, keepGoing, onEvent } = request
    const outcome = yield* Run.run(plan, {
      runId,
      seed: opened.seed,
      concurrency,
      keepGoing,
      extend: "certified",
      onEvent,
    }).pipe(Effect.onInterrupt(() => recordInterruption(request, runId, startedAt)))
    const counts = countFates(outcome.nodes)
    const values = yield* targetValues(request, plan, outcome)
    const manifest = yield* makeManifest(opened, plan, outcome, counts, {
      runId,
      startedAt,
      overrides: request.overrides,
      live: yield* liveRecordOf(plan.graph, outcome, request.name),
      liveHash: contentHashIn(values?.["data_snapshot_manifest.json"]),
    })
    const runDir =
      values === undefined ? null : yield* writeFolder(request, opened, outcome, values, manifest)
    yield* record(request, outcome, manifest, startedAt, values)
    return {
      runId,
      runDir,
      status: outcome.status,
      nodes: outcome.nodes,
      counts,
      documents: values ?? {},
      manifest,
    } satisfies RunRecord
  })

function countFates(nodes: ReadonlyArray<Run.NodeOutcome>): RunManifest["nodes"] {
  const count = (fate: Run.Fate): number => nodes.filter((node) => node.fate === fate).length
  return {
    total: nodes.length,
    computed: count("computed"),
    extended: count("extended"),
    cached: count("cached"),
    failed: count("failed"),
    skipped: count("skipped"),
  }
}

/** The study's files as values; undefined when there is no folder to write. */
const targetValues = (request: RunRequest, plan: Plan.Plan, outcome: Run.Outcome) =>
  Effect.gen(function* () {
    if (outcome.status !== "done" || request.targets.length > 0) return undefined
    const values: Record<string, unknown> = {}
    for (const name of Object.keys(plan.graph.targets)) values[name] = yield* outcome.target(name)
    return values
  })

/** What a run has beside its graph and outcome. */
interface RunFacts {
  readonly runId: string
  readonly startedAt: number
  readonly overrides: Readonly<Record<string, unknown>>
  readonly live: LiveRecord | null
  readonly liveHash: string | null
}

/** Of the document that describes the market, where the study has one. */
function contentHashIn(document: unknown): string | null {
  const isRecord = typeof document === "object" && document !== null && "content_hash" in document
  return isRecord ? String(document.content_hash) : null
}

const makeManifest = (
  opened: OpenExperiment,
  plan: Plan.Plan,
  outcome: Run.Outcome,
  counts: RunManifest["nodes"],
  { runId, startedAt, overrides, live, liveHash }: RunFacts,
) =>
  Effect.gen(function* () {
    const host = yield* Host
    const git = yield* host.git
    const byId = new Map(outcome.nodes.map((node) => [node.id, node]))
    // by id: a graph may be put together in any order
    const code = [...plan.identities.entries()]
      .map(([id, identity]) => [id, identity.code.fingerprint] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    const files = Object.entries(plan.graph.targets).map(([name, { node, port }]): [string, string] => [
      name,
      byId.get(node.id)!.outputs[port] ?? "",
    ])
    const manifest: RunManifest = {
      artifact_schema_version: artifactSchemaVersion,
      run_id: runId,
      experiment: opened.name,
      question: opened.question,
      status: outcome.status,
      started_at: new Date(startedAt).toISOString(),
      mode: opened.isLive ? "live" : "snapshot",
      snapshot: opened.snapshot?.name ?? null,
      overrides: overrides as RunManifest["overrides"], // they were JSON on the command line
      baselines: writtenOf(opened),
      baselines_left_out: opened.baselines.leftOut,
      config_hash: configHash(opened.written),
      data_hash: opened.isLive ? liveHash : (opened.snapshot?.content_hash ?? null),
      live,
      code_fingerprint: hashOf(code),
      certificates: yield* certificatesOf(plan),
      git_commit: git.commit,
      git_dirty: git.dirty,
      sage_version: host.sageVersion,
      node_version: host.node,
      v8_version: host.v8,
      platform: host.platform,
      lockfile_hash: host.lockfileHash,
      seed: opened.seed,
      deterministic: !opened.isLive,
      optimistic_fill: opened.optimisticFill,
      warm_up_sessions: warmUpOf(opened),
      nodes: counts,
      result_of: yield* resultOf(plan, outcome, Object.fromEntries(files)),
      files: Object.fromEntries(files),
    }
    return manifest
  })

/** Encoded by their schema, so JSON. */
const writtenOf = ({ baselines }: OpenExperiment): RunManifest["baselines"] =>
  Object.fromEntries(
    Object.entries(baselines.resolved).map(([name, { written }]) => [name, written]),
  ) as RunManifest["baselines"]

/** The most that any node of the decision path needs. */
function warmUpOf({ graph, sights }: OpenExperiment): number {
  const deciding = graph.nodes.filter(({ node }) => node.spec.decides)
  return Math.max(0, ...deciding.map(({ id }) => sights.get(id)!.warmUpRows))
}

const writeFolder = (
  request: RunRequest,
  opened: OpenExperiment,
  outcome: Run.Outcome,
  values: Readonly<Record<string, unknown>>,
  manifest: RunManifest,
) =>
  Effect.gen(function* () {
    const host = yield* Host
    const byId = new Map(outcome.nodes.map((node) => [node.id, node]))
    const files: Record<string, ReturnType<typeof renderFile>> = {}
    for (const [name, value] of Object.entries(values)) files[name] = renderFile(name, value)
    files["graph.json"] = renderFile("graph.json", graphJson(opened.graph, byId, manifest.certificates))
    files["env.txt"] = `${host.environment.join("\n")}\n`
    files["run_manifest.json"] = renderFile("run_manifest.json", manifest)
    return yield* writeRunFolder(request.runsRoot, manifest.run_id, files)
  })

/** An interrupted run is a trial too; its finished nodes are in the cache. */
const recordInterruption = (request: RunRequest, runId: string, startedAt: number) =>
  Effect.gen(function* () {
    const facts = { run_id: runId, experiment: request.name, overrides: request.overrides, metrics: null }
    const row = { runId, name: request.name, startedAt, status: "interrupted" as const, nodes: [] }
    yield* (yield* Store).saveRun({ ...row, facts: JSON.stringify(facts) })
  }).pipe(Effect.ignore) // the interruption is the news; a ledger that cannot be written would only hide it

/** What a list of runs shows of a study's metrics: net figures by name; null where there are none. */
function headline(values: Readonly<Record<string, unknown>> | undefined): unknown {
  const metrics = values?.["metrics.json"]
  return typeof metrics === "object" && metrics !== null && "net" in metrics ? metrics.net : null
}

/** One row a run; every run is a trial, also the failed ones. */
const record = (
  request: RunRequest,
  outcome: Run.Outcome,
  manifest: RunManifest,
  startedAt: number,
  values: Readonly<Record<string, unknown>> | undefined,
) =>
  Effect.gen(function* () {
    const store = yield* Store
    yield* store.saveRun({
      runId: manifest.run_id,
      name: request.name,
      startedAt,
      status: outcome.status,
      facts: JSON.stringify({
        ...(manifest as Readonly<Record<string, unknown>>),
        metrics: headline(values),
      }),
      nodes: outcome.nodes.map(({ id, key, fate, reasons }) => ({
        id,
        key,
        fate,
        reasons: JSON.stringify(reasons),
      })),
    })
  })
