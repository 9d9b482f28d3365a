/** Audits the nodes of an experiment on its own data: everything they read is stored, or the study is run first. */
import * as Effect from "effect/Effect"
import { auditGraph, type GraphNodeAudit } from "../../dag/audit/auditGraph.ts"
import { everyPort } from "../../dag/everyPort.ts"
import type { NodeSight } from "../../dag/Lookahead.ts"
import * as Plan from "../../dag/Plan.ts"
import { portId } from "../../dag/portId.ts"
import { type PreparedInput, prepare } from "../../dag/Prepared.ts"
import * as Run from "../../dag/Run.ts"
import { openExperiment } from "../run/openExperiment.ts"
import { type RunRecord, type RunRequest, runExperiment } from "../run/runExperiment.ts"

export interface AuditRequest extends RunRequest {
  readonly auditSeed: number
  /** rows at which history is divided, for each window */
  readonly cuts: number
  /** audits also code that has its certificate */
  readonly again: boolean
  readonly onNode: (id: string) => void
}

export interface AuditRecord {
  /** the run that had to come first; undefined when everything was stored */
  readonly run: RunRecord | undefined
  /** empty when that run failed */
  readonly nodes: ReadonlyArray<GraphNodeAudit>
  readonly sights: ReadonlyMap<string, NodeSight>
}

export const auditExperiment = (request: AuditRequest) =>
  Effect.gen(function* () {
    const { graph, seed, sights } = yield* openExperiment(request)
    const everything = yield* prepare(everyPort(graph.nodes))
    const planned = { name: request.name, seed, force: new Set<string>() }
    const before = yield* Plan.make(everything, planned)
    const isStored = [...before.nodes.values()].every(({ status }) => status === "cached")
    const run = isStored ? undefined : yield* runExperiment(request)
    if (run?.status === "failed") return { run, nodes: [], sights } satisfies AuditRecord
    const plan = isStored ? before : yield* Plan.make(everything, planned)
    // what a run needs no longer may be gone: it is made again here
    const outcome = yield* Run.run(plan, {
      runId: run?.runId ?? "audit",
      seed,
      concurrency: request.workers,
      keepGoing: false,
      extend: "certified",
      onEvent: () => {},
    })
    const nodes = yield* auditGraph(everything, {
      fingerprint: (id) => plan.identities.get(id)!.code.fingerprint,
      read: ({ from, fromPort }: PreparedInput) => outcome.target(portId(from.id, fromPort)),
      seed,
      auditSeed: request.auditSeed,
      cuts: request.cuts,
      force: request.again,
      onNode: request.onNode,
    })
    return { run, nodes, sights } satisfies AuditRecord
  })
