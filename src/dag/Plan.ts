/**
 * What a run would do, found without running: keys as far as they are known, and for each node whether its result is
 * there, why it would run, or that this is not known before an input has run.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Code, type CodeEntry } from "./Code.ts"
import { type FingerprintMissing, NodeFailed, type StoreError } from "./errors.ts"
import { type External, externalText } from "./External.ts"
import { type KeyParts, keyOf } from "./Key.ts"
import type { PreparedGraph, PreparedNode } from "./Prepared.ts"
import { recipes } from "./Recipe.ts"
import { type CodeRecord, type Reason, reasonsOf } from "./Reason.ts"
import type { ResultRow } from "./store/Catalogue.ts"
import { Store } from "./store/Store.ts"

export type NodePlan =
  | { readonly status: "cached"; readonly key: string; readonly result: ResultRow }
  | {
      readonly status: "run"
      readonly reasons: ReadonlyArray<Reason>
      readonly result: ResultRow | undefined
    }
  | { readonly status: "unknown"; readonly waitsFor: ReadonlyArray<string> }

export interface Plan {
  /** what is run, such as the experiment's file: reasons compare with the last run of the same name */
  readonly name: string
  readonly graph: PreparedGraph
  readonly nodes: ReadonlyMap<string, NodePlan>
  /** code and state of the world of each node, as the keys use them */
  readonly identities: ReadonlyMap<string, Identity>
  /** where each node stands, contents left out */
  readonly recipes: ReadonlyMap<string, string>
}

/** The parts of a node's key that do not depend on its inputs. */
export interface Identity {
  readonly code: CodeEntry
  readonly external: string | null
  readonly seed: number | null
}

export interface PlanOptions {
  readonly name: string
  readonly seed: number
  /** ids of nodes that run whatever is stored */
  readonly force: ReadonlySet<string>
}

export type PlanError = StoreError | FingerprintMissing | NodeFailed

export const make = (
  graph: PreparedGraph,
  options: PlanOptions,
): Effect.Effect<Plan, PlanError, Store | Code> =>
  Effect.gen(function* () {
    const identities = new Map<string, Identity>()
    const nodes = new Map<string, NodePlan>()
    const code = new Map<string, CodeEntry>()
    for (const { id, node } of graph.nodes) code.set(id, yield* (yield* Code).of(node.spec.name))
    const places = recipes(graph, (id) => code.get(id)!.fingerprint)
    for (const node of graph.nodes) {
      const reading = yield* readingOf(node, places.get(node.id)!, options)
      const identity = yield* identify(node, code.get(node.id)!, reading, options.seed)
      identities.set(node.id, identity)
      nodes.set(node.id, yield* planNode(node, identity, reading, nodes, options))
    }
    yield* reviveMissing(graph, nodes)
    return { name: options.name, graph, nodes, identities, recipes: places }
  })

/** Reads the world where the node says that its result depends on it. */
const identify = (
  node: PreparedNode,
  code: CodeEntry,
  reading: Reading | undefined,
  seed: number,
): Effect.Effect<Identity, PlanError> =>
  Effect.gen(function* () {
    const { spec } = node.node
    const state = spec.external === undefined ? null : yield* askWorld(node, spec.external(node.config))
    const external = reading === undefined ? state : reading.external
    return { code, external, seed: spec.stream === undefined ? null : seed }
  })

/** Of a node whose results hold for a time: the reading that still holds, or the one that is due. */
interface Reading {
  /** stands for it in keys */
  readonly external: string
  /** why there must be a new one; empty when the last one holds or there is none */
  readonly due: ReadonlyArray<Reason>
}

const readingOf = (
  node: PreparedNode,
  recipe: string,
  options: PlanOptions,
): Effect.Effect<Reading | undefined, StoreError, Store> =>
  Effect.gen(function* () {
    const { validForMs } = node.node.spec
    if (validForMs === undefined) return undefined
    const store = yield* Store
    const now = yield* Clock.currentTimeMillis
    const fresh = `read ${new Date(now).toISOString()}`
    const last = yield* store.latestByRecipe(recipe)
    if (last === undefined || options.force.has(node.id)) return { external: fresh, due: [] }
    const ageMs = now - last.computedAt
    // a reading from the future tells of a clock that was set back: its age is not known
    if (ageMs < 0 || ageMs >= validForMs) {
      const readAt = new Date(last.computedAt).toISOString()
      return { external: fresh, due: [{ kind: "expired", readAt, validForMs }] }
    }
    // a second reading would not give the same, so nothing that was made from the lost one may count as cached
    for (const [port, content] of Object.entries(last.outputs)) {
      if (!(yield* store.has(content))) return { external: fresh, due: [{ kind: "object-missing", port }] }
    }
    return { external: last.external!, due: [] }
  })

// What a node needs from the outside is provided where the engine is started; its requirement is not in the types.
const askWorld = (
  node: PreparedNode,
  ask: Effect.Effect<External, unknown, unknown>,
): Effect.Effect<string, NodeFailed> =>
  Effect.mapBoth(ask as Effect.Effect<External, unknown>, {
    onSuccess: externalText,
    onFailure: (cause) => new NodeFailed({ node: node.id, cause }),
  })

const planNode = (
  node: PreparedNode,
  identity: Identity,
  reading: Reading | undefined,
  before: ReadonlyMap<string, NodePlan>,
  options: PlanOptions,
): Effect.Effect<NodePlan, StoreError, Store> =>
  Effect.gen(function* () {
    if (options.force.has(node.id)) return { status: "run", reasons: [{ kind: "forced" }], result: undefined }
    const waitsFor = [...new Set(node.inputs.map(({ from }) => from.id))].filter(
      (id) => contentKnown(before.get(id)!) === undefined,
    )
    if (waitsFor.length > 0) return { status: "unknown", waitsFor }
    const parts = partsOf(node, identity, (id, port) => contentKnown(before.get(id)!)!.outputs[port]!)
    const store = yield* Store
    const key = keyOf(parts)
    const result = yield* store.result(key)
    if (result !== undefined) return { status: "cached", key, result }
    if (reading !== undefined && reading.due.length > 0)
      return { status: "run", reasons: reading.due, result: undefined }
    return { status: "run", reasons: yield* explain(parts, node, identity, options.name), result: undefined }
  })

/** The node's result where its content is known before it runs. */
const contentKnown = (plan: NodePlan): ResultRow | undefined =>
  plan.status === "unknown" ? undefined : plan.result

export function partsOf(
  node: PreparedNode,
  identity: Identity,
  contentOf: (id: string, port: string) => string,
): KeyParts {
  return {
    definition: node.node.spec.name,
    code: identity.code.fingerprint,
    config: node.configText,
    inputs: node.inputs.map(({ port, key, from, fromPort }) => ({
      port,
      key: key ?? null,
      from: Object.keys(from.node.spec.outputs).length === 1 ? from.id : `${from.id}.${fromPort}`,
      content: contentOf(from.id, fromPort),
    })),
    external: identity.external,
    seed: identity.seed,
  }
}

/** Compares with the last result of the node in a run of this name. */
export const explain = (
  parts: KeyParts,
  node: PreparedNode,
  identity: Identity,
  name: string,
): Effect.Effect<ReadonlyArray<Reason>, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const last = yield* store.latestOf(node.id, name)
    const stored = last === undefined || last.code === parts.code ? undefined : yield* store.code(last.code)
    const before =
      stored === undefined ? { declarations: [], packages: [] } : (JSON.parse(stored) as CodeRecord)
    return reasonsOf(parts, last, { before, after: identity.code })
  })

/** A cached node whose value is needed but gone runs again; its content, and so every key, stays what it was. */
const reviveMissing = (
  graph: PreparedGraph,
  nodes: Map<string, NodePlan>,
): Effect.Effect<void, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const needed = new Map<string, Set<string>>()
    const need = (id: string, port: string): void => {
      needed.set(id, (needed.get(id) ?? new Set()).add(port))
    }
    for (const { node, port } of Object.values(graph.targets)) need(node.id, port)
    for (const node of graph.nodes.toReversed()) {
      const plan = nodes.get(node.id)!
      for (const port of plan.status === "cached" ? (needed.get(node.id) ?? []) : []) {
        if (yield* store.has((plan as { result: ResultRow }).result.outputs[port]!)) continue
        const { result } = plan as { result: ResultRow }
        nodes.set(node.id, { status: "run", reasons: [{ kind: "object-missing", port }], result })
        break
      }
      if (nodes.get(node.id)!.status !== "cached")
        for (const { from, fromPort } of node.inputs) need(from.id, fromPort)
    }
  })
