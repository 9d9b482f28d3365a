/**
 * Why a node ran, or would run: its own reasons, and those of the nodes that it follows from, back to where the change
 * began; and where a change ended, since a node gave what it gave before. Reads plan, catalogue and the values that
 * differ; runs nothing.
 */
import * as Effect from "effect/Effect"
import { type StoreError, UnknownNode } from "./errors.ts"
import { didRun, type History, openHistory, resultBefore, resultIn } from "./History.ts"
import { inputChange } from "./InputChange.ts"
import { nearest } from "./nearest.ts"
import type { Plan } from "./Plan.ts"
import type { PreparedInput, PreparedNode } from "./Prepared.ts"
import { type CodeRecord, type Reason, reasonsOf } from "./Reason.ts"
import type { ResultRow } from "./store/Catalogue.ts"
import { Store } from "./store/Store.ts"

export interface Link {
  readonly id: string
  readonly reasons: ReadonlyArray<Reason>
}

export interface Explanation {
  readonly id: string
  readonly status: "cached" | "run" | "unknown"
  /** whether the reasons are of the run to come, or of the last run in which the node ran */
  readonly about: "next-run" | "last-run" | "never-ran"
  readonly runId: string | null
  readonly reasons: ReadonlyArray<Reason>
  /** from where the change began to the node itself: the shortest way */
  readonly chain: ReadonlyArray<Link>
  /** in the latest run: nodes before this one, or it itself, that ran and gave what they gave before */
  readonly cutOff: { readonly runId: string; readonly nodes: ReadonlyArray<Link> } | null
}

export const explainNode = (
  plan: Plan,
  name: string,
): Effect.Effect<Explanation, UnknownNode | StoreError, Store> =>
  Effect.gen(function* () {
    const node =
      plan.graph.byId.get(name) ?? plan.graph.nodes.find(({ node: { spec } }) => spec.name === name)
    if (node === undefined)
      return yield* new UnknownNode({
        where: "graph",
        node: name,
        nearest: nearest(name, plan.graph.byId.keys()),
      })
    const history = yield* openHistory(plan.name)
    const cutOff = yield* cutOffBefore(node, history)
    const { status } = plan.nodes.get(node.id)!
    if (status !== "cached") {
      const { reasons, chain } = yield* chainTo(node, nextRun(plan))
      return { id: node.id, status, about: "next-run", runId: null, reasons, chain, cutOff }
    }
    const at = history.findIndex(({ rows }) => didRun(rows.get(node.id)))
    if (at < 0)
      return { id: node.id, status, about: "never-ran", runId: null, reasons: [], chain: [], cutOff }
    const { reasons, chain } = yield* chainTo(node, pastRun(history, at))
    return { id: node.id, status, about: "last-run", runId: history[at]!.runId, reasons, chain, cutOff }
  })

/** Early cut-off in the latest run: nodes that ran without changing anything for those after them. */
const cutOffBefore = (
  node: PreparedNode,
  history: History,
): Effect.Effect<Explanation["cutOff"], StoreError, Store> =>
  Effect.gen(function* () {
    const [latest] = history
    if (latest === undefined) return null
    const nodes: Array<Link> = []
    for (const { id } of withAncestors(node)) {
      const row = latest.rows.get(id)
      if (!didRun(row)) continue
      const now = yield* resultIn(row)
      const before = yield* resultBefore(history, 0, id)
      if (now === undefined || before === undefined || !sameOutputs(now, before)) continue
      nodes.push({ id, reasons: JSON.parse(row.reasons) as ReadonlyArray<Reason> })
    }
    return nodes.length === 0 ? null : { runId: latest.runId, nodes }
  })

function withAncestors(node: PreparedNode): ReadonlyArray<PreparedNode> {
  const seen = new Set([node])
  for (const { inputs } of seen) for (const { from } of inputs) seen.add(from)
  return [...seen]
}

const sameOutputs = (left: ResultRow, right: ResultRow): boolean =>
  Object.entries(left.outputs).every(([port, content]) => right.outputs[port] === content)

// ---------------------------------------------------------------------------------------------------------- chains

/** What is known of the reasons of nodes, and through which inputs a change may have come. */
interface View {
  readonly reasonsOf: (node: PreparedNode) => Effect.Effect<ReadonlyArray<Reason>, StoreError, Store>
  /** whether a node without reasons of its own may pass a change on */
  readonly mayPass: (input: PreparedInput) => boolean
}

const nextRun = (plan: Plan): View => ({
  reasonsOf: ({ id }) =>
    Effect.gen(function* () {
      const planned = plan.nodes.get(id)!
      if (planned.status === "run") return planned.reasons
      if (planned.status === "unknown") return []
      return yield* reasonsBetween(planned.result, yield* (yield* Store).latestOf(id, plan.name))
    }),
  mayPass: ({ from }) => plan.nodes.get(from.id)!.status !== "cached",
})

const pastRun = (history: History, at: number): View => ({
  reasonsOf: ({ id }) =>
    Effect.gen(function* () {
      const row = history[at]!.rows.get(id)
      if (didRun(row)) return JSON.parse(row.reasons) as ReadonlyArray<Reason>
      return yield* reasonsBetween(yield* resultIn(row), yield* resultBefore(history, at, id))
    }),
  mayPass: () => false,
})

/** A node that had its result stored may still be where the change began: it has another one than it had. */
export const reasonsBetween = (
  now: ResultRow | undefined,
  before: ResultRow | undefined,
): Effect.Effect<ReadonlyArray<Reason>, StoreError, Store> =>
  Effect.gen(function* () {
    if (now === undefined || before === undefined || now.key === before.key) return []
    const store = yield* Store
    const [old, code] = [yield* store.code(before.code), yield* store.code(now.code)]
    return reasonsOf(now, before, { before: codeRecord(old), after: codeRecord(code) })
  })

const codeRecord = (json: string | undefined): CodeRecord =>
  json === undefined ? { declarations: [], packages: [] } : (JSON.parse(json) as CodeRecord)

/** The shortest way back along inputs that changed, to a node with a reason of its own. */
const chainTo = (
  node: PreparedNode,
  view: View,
): Effect.Effect<Pick<Explanation, "reasons" | "chain">, StoreError, Store> =>
  Effect.gen(function* () {
    const reasons = yield* detailed(node, yield* view.reasonsOf(node))
    const parent = new Map<PreparedNode, PreparedNode | undefined>([[node, undefined]])
    for (const at of parent.keys()) {
      const own = yield* view.reasonsOf(at)
      if (isOrigin(own)) return { reasons, chain: yield* linksFrom(at, parent, view) }
      for (const input of at.inputs) {
        const passes = own.length === 0 ? view.mayPass(input) : own.some((reason) => isFrom(reason, input))
        if (passes && !parent.has(input.from)) parent.set(input.from, at)
      }
    }
    return { reasons, chain: [{ id: node.id, reasons }] }
  })

/** Something other than a changed input made it run. */
const isOrigin = (reasons: ReadonlyArray<Reason>): boolean =>
  reasons.some(({ kind }) => kind !== "input-changed")

const nameOf = ({ port, key }: PreparedInput): string => (key === undefined ? port : `${port}.${key}`)

const isFrom = (reason: Reason, input: PreparedInput): boolean =>
  reason.kind === "input-changed" && reason.input === nameOf(input)

/** Each link with the reasons that belong to the way: its own, or what the link before it gave. */
const linksFrom = (
  origin: PreparedNode,
  parent: ReadonlyMap<PreparedNode, PreparedNode | undefined>,
  view: View,
): Effect.Effect<ReadonlyArray<Link>, StoreError, Store> =>
  Effect.gen(function* () {
    const links: Array<Link> = []
    let before: PreparedNode | undefined
    for (let at: PreparedNode | undefined = origin; at !== undefined; at = parent.get(at)) {
      const all = yield* view.reasonsOf(at)
      const through = at.inputs.filter(({ from }) => from === before)
      const kept =
        before === undefined ? all : all.filter((reason) => through.some((input) => isFrom(reason, input)))
      links.push({ id: at.id, reasons: yield* detailed(at, kept) })
      before = at
    }
    return links
  })

/** Says of each changed input what differs in it. */
export const detailed = (
  node: PreparedNode,
  reasons: ReadonlyArray<Reason>,
): Effect.Effect<ReadonlyArray<Reason>, StoreError, Store> =>
  Effect.forEach(reasons, (reason) =>
    Effect.gen(function* () {
      if (reason.kind !== "input-changed" || reason.old === null || reason.new === null) return reason
      const input = node.inputs.find((one) => isFrom(reason, one))
      if (input === undefined) return reason
      const type = input.from.node.spec.outputs[input.fromPort]!.type
      const change = yield* inputChange(yield* Store, type, reason.old, reason.new)
      return change === undefined ? reason : { ...reason, change }
    }),
  )
