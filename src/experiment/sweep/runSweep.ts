/**
 * Runs an experiment at every cell of a grid through the shared cache. The graphs of all cells are merged before they
 * are planned, so what cells share is computed once; every cell is a trial in the ledger, the failed ones too.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { hashOf } from "../../dag/canonical.ts"
import type { OverfittingSheet } from "../../pipeline/metrics/overfitting.ts"
import type { StoreError } from "../../dag/errors.ts"
import { type MergedGraph, mergeGraphs, targetName } from "../../dag/mergeGraphs.ts"
import * as Plan from "../../dag/Plan.ts"
import { prepare } from "../../dag/Prepared.ts"
import * as Run from "../../dag/Run.ts"
import { Store } from "../../dag/store/Store.ts"
import { ExperimentError } from "../errors.ts"
import { resolveConfig } from "../resolveConfig.ts"
import type { Experiment } from "../Experiment.ts"
import { Host } from "../run/Host.ts"
import { type OpenExperiment, openExperiment } from "../run/openExperiment.ts"
import { configHash } from "../trials/configHash.ts"
import { choiceGraph } from "./choiceGraph.ts"
import { type CellValues, cellName, gridOf, type Vary } from "./grid.ts"

export interface SweepRequest {
  readonly name: string
  readonly experiment: Experiment
  /** values by dotted path that hold in every cell */
  readonly overrides: Readonly<Record<string, unknown>>
  readonly vary: Vary
  readonly workers: number
  /** compute every file of the study, not only its metrics */
  readonly wholeStudies: boolean
  readonly onPlan: (plan: Plan.Plan) => Effect.Effect<void, StoreError, Store>
  readonly onEvent: (event: Run.RunEvent) => void
}

export interface SweepCell {
  readonly values: CellValues
  readonly status: "done" | "failed"
  /** the study's metrics.json; undefined when the cell failed */
  readonly metrics: unknown
  /** the same for the same code, config, data and seed, whenever it runs */
  readonly runKey: string
  /** of the trial in the ledger */
  readonly runId: string
  /** the nodes that failed, with what made them fail */
  readonly failures: ReadonlyArray<{ readonly id: string; readonly error: unknown }>
}

export interface SweepRecord {
  readonly cells: ReadonlyArray<SweepCell>
  /** of choosing the best of the cells that are done; undefined for studies without Sage's metrics, or of several seeds */
  readonly overfitting: OverfittingSheet | undefined
  /** the config when nothing is varied, as users write it; undefined where it is none without the varied fields */
  readonly base: unknown
  /** the different nodes of all cells */
  readonly nodes: ReadonlyArray<Run.NodeOutcome>
}

const metricsFile = "metrics.json"

export const runSweep = (request: SweepRequest) =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const sweepId = yield* (yield* Host).newRunId
    const opened = yield* Effect.forEach(gridOf(request.vary), (values) => openCell(request, values))
    const ran = new Map<string, SweepCell>()
    const nodes: Array<Run.NodeOutcome> = []
    let overfitting: OverfittingSheet | undefined
    // a seed belongs to a plan: cells of different seeds are planned apart
    const bySeed = Map.groupBy(opened, ({ study }) => study.seed)
    for (const [seed, cells] of bySeed) {
      const session = yield* runCells(request, sweepId, seed, cells)
      nodes.push(...session.outcome.nodes)
      for (const cell of cells) ran.set(cell.name, yield* settleCell(request, session, cell, startedAt))
      const done = cells.filter(({ name }) => ran.get(name)!.status === "done")
      if (bySeed.size === 1) overfitting = yield* judgeChoice(request, session, done, seed)
    }
    const base = yield* baseConfig(request)
    return { cells: opened.map(({ name }) => ran.get(name)!), overfitting, base, nodes } satisfies SweepRecord
  })

/** Undefined where it is only the varied values that make the config valid: then no cell is the base. */
const baseConfig = ({ name, experiment, overrides }: SweepRequest) =>
  resolveConfig(name, experiment.graph, experiment.config, overrides).pipe(
    Effect.map(({ written }): unknown => written),
    Effect.orElseSucceed(() => undefined),
  )

interface OpenCell {
  readonly name: string
  readonly values: CellValues
  readonly study: OpenExperiment
}

/** All cells are opened before any runs, so that a bad value is found at once. */
const openCell = ({ name, experiment, overrides, wholeStudies }: SweepRequest, values: CellValues) =>
  Effect.gen(function* () {
    const study = yield* openExperiment({
      name,
      experiment,
      overrides: { ...overrides, ...values },
      targets: [],
    })
    const target = study.graph.targets[metricsFile]
    if (target === undefined) {
      return yield* new ExperimentError({
        file: name,
        problem: `its graph gives no ${metricsFile}`,
        remedy: "A sweep compares studies by their metrics: give them under that name.",
      })
    }
    const { node, port } = target
    const graph = wholeStudies ? study.graph : yield* prepare({ [metricsFile]: { node: node.node, port } })
    return { name: cellName(values), values, study: { ...study, graph } } satisfies OpenCell
  })

interface Session {
  readonly sweepId: string
  readonly merged: MergedGraph
  readonly plan: Plan.Plan
  readonly outcome: Run.Outcome
  readonly outcomes: ReadonlyMap<string, Run.NodeOutcome>
}

const runCells = (request: SweepRequest, sweepId: string, seed: number, cells: ReadonlyArray<OpenCell>) =>
  Effect.gen(function* () {
    const merged = mergeGraphs(Object.fromEntries(cells.map(({ name, study }) => [name, study.graph])))
    const plan = yield* Plan.make(merged.graph, { name: ledgerName(request), seed, force: new Set() })
    yield* request.onPlan(plan)
    const outcome = yield* Run.run(plan, {
      runId: sweepId,
      seed,
      concurrency: request.workers,
      keepGoing: true,
      extend: "certified",
      onEvent: request.onEvent,
    })
    const outcomes = new Map(outcome.nodes.map((node) => [node.id, node]))
    return { sweepId, merged, plan, outcome, outcomes } satisfies Session
  })

/** One more node over the net returns of all cells, which are stored by now. */
const judgeChoice = (
  request: SweepRequest,
  { sweepId, merged }: Session,
  cells: ReadonlyArray<OpenCell>,
  seed: number,
) =>
  Effect.gen(function* () {
    const graph = yield* choiceGraph(
      cells.map(({ name, study }) => ({
        name,
        metrics: study.graph.targets[metricsFile]!.node,
        mergedOf: merged.nodes[name]!,
      })),
    )
    if (graph === undefined) return undefined
    const plan = yield* Plan.make(graph, { name: ledgerName(request), seed, force: new Set() })
    const outcome = yield* Run.run(plan, {
      runId: sweepId,
      seed,
      concurrency: request.workers,
      keepGoing: true,
      extend: "certified",
      onEvent: () => {},
    })
    return (yield* outcome.target("overfitting")) as OverfittingSheet
  })

/** Trials are kept apart from the runs of the experiment: why a node ran last is asked of those. */
const ledgerName = ({ name }: SweepRequest): string => `sweep ${name}`

/** What became of a cell, told to the ledger. */
const settleCell = (request: SweepRequest, session: Session, cell: OpenCell, startedAt: number) =>
  Effect.gen(function* () {
    const runId = yield* (yield* Host).newRunId
    const nodes = [...session.merged.nodes[cell.name]!].map(([id, { id: mergedId }]) => ({
      ...session.outcomes.get(mergedId)!,
      id,
    }))
    const failures = nodes.filter(({ fate }) => fate === "failed").map(({ id, error }) => ({ id, error }))
    const done = nodes.every(({ fate }) => fate !== "failed" && fate !== "skipped")
    const metrics = done ? yield* session.outcome.target(targetName(cell.name, metricsFile)) : undefined
    const settled: SweepCell = {
      values: cell.values,
      status: done ? "done" : "failed",
      metrics,
      runKey: runKeyOf(cell, session),
      runId,
      failures,
    }
    yield* (yield* Store).saveRun({
      runId,
      name: ledgerName(request),
      startedAt,
      status: settled.status,
      facts: JSON.stringify(factsOf(request, session, cell, settled)),
      nodes: nodes.map(({ id, key, fate, reasons }) => ({ id, key, fate, reasons: JSON.stringify(reasons) })),
    })
    return settled
  })

function runKeyOf({ name, study }: OpenCell, { merged, plan }: Session): string {
  const code = [...merged.nodes[name]!].map(([id, node]) => [
    id,
    plan.identities.get(node.id)!.code.fingerprint,
  ])
  return hashOf(["run", study.written, study.snapshot?.content_hash ?? null, code, study.seed])
}

const factsOf = (request: SweepRequest, { sweepId }: Session, { study }: OpenCell, cell: SweepCell) => ({
  kind: "trial",
  run_id: cell.runId,
  sweep: sweepId,
  experiment: request.name,
  question: study.question,
  status: cell.status,
  values: cell.values,
  run_key: cell.runKey,
  config_hash: configHash(study.written),
  snapshot: study.snapshot?.name ?? null,
  data_hash: study.snapshot?.content_hash ?? null,
  seed: study.seed,
})
