/** From an experiment to a graph that is decoded, checked against its snapshot, and proved to see no future. */
import * as Effect from "effect/Effect"
import { UnknownNode } from "../../dag/errors.ts"
import { everyPort } from "../../dag/everyPort.ts"
import * as Lookahead from "../../dag/Lookahead.ts"
import { nearest } from "../../dag/nearest.ts"
import { type PreparedGraph, type PreparedNode, prepare } from "../../dag/Prepared.ts"
import type { MarketFacts } from "../../pipeline/data/MarketFacts.ts"
import { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"
import type { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import { ExperimentError, StudyConfigError } from "../errors.ts"
import type { Experiment } from "../Experiment.ts"
import { resolveConfig } from "../resolveConfig.ts"
import { configHash } from "../trials/configHash.ts"
import { liveFacts } from "./marketFacts.ts"
import { type Baselines, resolveBaselines } from "./resolveBaselines.ts"

export interface OpenExperiment {
  readonly name: string
  readonly question: string
  /** the config as users write it, defaults filled in */
  readonly written: unknown
  readonly baselines: Baselines
  readonly seed: number
  readonly optimisticFill: boolean
  /** undefined for a graph that reads none, and for one on live prices */
  readonly snapshot: SnapshotManifest | undefined
  readonly isLive: boolean
  readonly graph: PreparedGraph
  readonly sights: ReadonlyMap<string, Lookahead.NodeSight>
}

export interface OpenRequest {
  /** the experiment's file, as shown to users and kept in the ledger */
  readonly name: string
  readonly experiment: Experiment
  readonly overrides: Readonly<Record<string, unknown>>
  /** ids of the nodes that are wanted; empty = the files of the study */
  readonly targets: ReadonlyArray<string>
}

export const openExperiment = ({ name, experiment, overrides, targets }: OpenRequest) =>
  Effect.gen(function* () {
    const study = experiment.graph
    const { config, written } = yield* resolveConfig(name, study, experiment.config, overrides)
    const wanted = study.snapshot(config)
    const wish = study.live?.(config)
    const isPinned = wish === undefined && wanted !== undefined
    const snapshot = isPinned ? yield* (yield* SnapshotStore).manifest(wanted) : undefined
    const market: MarketFacts | undefined = wish === undefined ? snapshot : yield* liveFacts(wish, wanted)
    // a study that names no snapshot looks at none
    const objections = study.objections(config, market!)
    if (objections.length > 0) {
      const issues = objections.map(({ path, message }) => ({ path: path.join("."), message }))
      return yield* new StudyConfigError({ file: name, issues })
    }
    const baselines = yield* resolveBaselines(name, experiment, written, market!)
    const context = {
      question: experiment.question,
      configHash: configHash(written),
      baselines: Object.fromEntries(
        Object.entries(baselines.resolved).map(([preset, one]) => [preset, one.config]),
      ),
    }
    const whole = yield* prepare(yield* wire(name, () => study.files(config, market!, context)))
    const graph = targets.length === 0 ? whole : yield* narrow(whole, targets)
    const sights = yield* Lookahead.refuseLookahead(graph)
    return {
      name,
      question: experiment.question,
      written,
      baselines,
      seed: study.seed(config),
      optimisticFill: study.optimisticFill(config),
      snapshot,
      isLive: wish !== undefined,
      graph,
      sights,
    } satisfies OpenExperiment
  })

/** A graph is a user's function: what it throws is a mistake in their file. */
const wire = <A>(name: string, files: () => A): Effect.Effect<A, ExperimentError> =>
  Effect.try({
    try: files,
    catch: (cause) =>
      new ExperimentError({
        file: name,
        problem: `its graph could not be made: ${cause instanceof Error ? cause.message : String(cause)}${placeIn(cause)}`,
        remedy: "Correct the graph and run again.",
      }),
  })

/** ` at dags/study.ts:12`, from the first line of the stack that is no library's. */
function placeIn(cause: unknown): string {
  const stack = cause instanceof Error ? (cause.stack ?? "") : ""
  const frame = /\(?file:\/\/\S*?\/((?:dags|experiments)\/[^\s():]+:\d+)/.exec(stack)
  return frame === null ? "" : ` at ${frame[1]}`
}

/** The part of a graph that some of its nodes need. */
const narrow = (whole: PreparedGraph, wanted: ReadonlyArray<string>) =>
  Effect.flatMap(findNodes(whole, wanted), (nodes) => prepare(everyPort(nodes)))

/** Nodes by id; a definition's name stands for all its nodes. */
export const findNodes = (
  graph: PreparedGraph,
  wanted: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<PreparedNode>, UnknownNode> =>
  Effect.map(
    Effect.forEach(wanted, (name) => {
      const found = graph.nodes.filter(({ id, node }) => id === name || node.spec.name === name)
      const known = graph.nodes.flatMap(({ id, node }) => [node.spec.name, id])
      return found.length > 0
        ? Effect.succeed(found)
        : Effect.fail(new UnknownNode({ where: "graph", node: name, nearest: nearest(name, known) }))
    }),
    (groups) => groups.flat(),
  )
