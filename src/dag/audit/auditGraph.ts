/**
 * Audits the nodes of a graph on their own inputs. Code that keeps the laws at every node that uses it gets a
 * certificate, by its fingerprint, and is not audited again before it changes; code that breaks one loses it.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { StoreError } from "../errors.ts"
import type { PreparedGraph, PreparedInput, PreparedNode } from "../Prepared.ts"
import { Store } from "../store/Store.ts"
import { audit, firstViolation, type Verdicts } from "./audit.ts"
import * as Case from "./Case.ts"
import { mix } from "./chance.ts"
import {
  type Counterexample,
  earnsCertificate,
  lawReports,
  type NodeAudit,
  type ReachReport,
  reachReport,
} from "./NodeAudit.ts"
import { observeReach } from "./observeReach.ts"
import { windows } from "./windows.ts"

export interface AuditGraphOptions<E, R> {
  /** code fingerprint of a node, by id */
  readonly fingerprint: (id: string) => string
  readonly read: (input: PreparedInput) => Effect.Effect<unknown, E, R>
  /** the study's seed */
  readonly seed: number
  /** draws cuts, windows and changes */
  readonly auditSeed: number
  /** rows at which history is divided, for each window */
  readonly cuts: number
  /** audits also what has its certificate */
  readonly force: boolean
  readonly onNode: (id: string) => void
}

export interface GraphNodeAudit extends NodeAudit {
  readonly definition: string
  readonly fingerprint: string
  /** whether the code keeps or has now got its certificate */
  readonly certified: boolean
  /** false for code that had its certificate already */
  readonly audited: boolean
  readonly counterexample: Counterexample | undefined
}

/** Windows of a study's history that a node is audited on. */
const windowCount = 3

export const auditGraph = <E, R>(
  graph: PreparedGraph,
  options: AuditGraphOptions<E, R>,
): Effect.Effect<ReadonlyArray<GraphNodeAudit>, E | StoreError, R | Store> =>
  Effect.gen(function* () {
    const groups = Map.groupBy(graph.nodes, ({ id }) => options.fingerprint(id))
    const audits = new Map<string, GraphNodeAudit>()
    for (const [fingerprint, nodes] of groups)
      for (const one of yield* auditCode(fingerprint, nodes, options)) audits.set(one.id, one)
    return graph.nodes.map(({ id }) => audits.get(id)!)
  })

/** All nodes of one definition: its certificate stands for every one of them. */
const auditCode = <E, R>(
  fingerprint: string,
  nodes: ReadonlyArray<PreparedNode>,
  options: AuditGraphOptions<E, R>,
): Effect.Effect<ReadonlyArray<GraphNodeAudit>, E | StoreError, R | Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const definition = nodes[0]!.node.spec.name
    const known = options.force ? undefined : yield* store.certificate(fingerprint)
    if (known !== undefined) {
      const before = JSON.parse(known) as Certificate
      return nodes.map((node) => ({ ...ofCertificate(before, node), definition, fingerprint }))
    }
    const audits: Array<Audited> = []
    for (const node of nodes) {
      options.onNode(node.id)
      audits.push(yield* auditNode(node, options))
      yield* Effect.yieldNow // lets an interruption in
    }
    const certified = earnsCertificate(audits.map(({ verdicts }) => verdicts))
    const certificate: Certificate = { nodes: audits.map(({ said }) => said) }
    const now = yield* Clock.currentTimeMillis
    if (certified) yield* store.saveCertificate(fingerprint, definition, JSON.stringify(certificate), now)
    else yield* store.dropCertificate(fingerprint)
    return audits.map(({ said, counterexample }) => ({
      ...said,
      definition,
      fingerprint,
      certified,
      audited: true,
      counterexample,
    }))
  })

/** What is kept of an audit that was passed. */
interface Certificate {
  readonly nodes: ReadonlyArray<NodeAudit>
}

/** A node that was not there then is told what another of its code showed. */
function ofCertificate({ nodes }: Certificate, { id }: PreparedNode) {
  const { laws, reach } = nodes.find((node) => node.id === id) ?? nodes[0]!
  return { id, laws, reach, certified: true, audited: false, counterexample: undefined }
}

interface Audited {
  readonly said: NodeAudit
  readonly verdicts: Verdicts
  readonly counterexample: Counterexample | undefined
}

const auditNode = <E, R>(
  node: PreparedNode,
  { read, seed, auditSeed, cuts }: AuditGraphOptions<E, R>,
): Effect.Effect<Audited, E, R> =>
  Effect.gen(function* () {
    const { spec } = node.node
    const inputs: Array<Case.CaseInput> = []
    for (const input of node.inputs) {
      const type = input.from.node.spec.outputs[input.fromPort]!.type
      const value = yield* read(input)
      inputs.push(Case.inputOf(spec, node.config, { port: input.port, key: input.key, type, value }))
    }
    const whole: Case.Case = { spec, config: node.config, inputs, seed }
    const salt = mix(auditSeed, ...new TextEncoder().encode(node.id))
    const cases = inputs.length === 0 ? [] : windows(whole, windowCount, salt)
    const verdicts = audit(cases, { cuts, seed: salt })
    const violation = firstViolation(verdicts)
    const reach = violation === undefined ? reachOf(cases, salt) : []
    return {
      said: { id: node.id, laws: lawReports(verdicts), reach },
      verdicts,
      counterexample: violation && { law: violation.law, found: violation.counterexample },
    }
  })

/** What the windows showed together: the farthest of them. */
function reachOf(cases: ReadonlyArray<Case.Case>, seed: number): ReadonlyArray<ReachReport> {
  const byInput = new Map<string, ReachReport>()
  for (const given of cases) {
    for (const report of observeReach(given, { tries: 16, seed }).map(reachReport)) {
      const before = byInput.get(report.input)
      byInput.set(report.input, before === undefined ? report : farther(before, report))
    }
  }
  return [...byInput.values()]
}

const farther = (left: ReachReport, right: ReachReport): ReachReport => ({
  ...left,
  observed_back: larger(left.observed_back, right.observed_back),
  observed_ahead: larger(left.observed_ahead, right.observed_ahead),
})

const larger = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? (left ?? right) : Math.max(left, right)
