/**
 * Why a node would run, or why it ran last: its own reasons, and those of the nodes that it follows from, back to where
 * the change began. Reads plan and catalogue only.
 */
import * as Effect from "effect/Effect"
import { type StoreError, UnknownNode } from "./errors.ts"
import { nearest } from "./nearest.ts"
import type { Plan } from "./Plan.ts"
import type { PreparedNode } from "./Prepared.ts"
import type { Reason } from "./Reason.ts"
import type { RunNodeRow } from "./store/Catalogue.ts"
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
  /** from where the change began to the node itself */
  readonly chain: ReadonlyArray<Link>
}

export const explainNode = (
  plan: Plan,
  name: string,
): Effect.Effect<Explanation, UnknownNode | StoreError, Store> =>
  Effect.gen(function* () {
    const node =
      plan.graph.byId.get(name) ?? plan.graph.nodes.find(({ node: { spec } }) => spec.name === name)
    if (node === undefined)
      return yield* new UnknownNode({ node: name, nearest: nearest(name, plan.graph.byId.keys()) })
    const { status } = plan.nodes.get(node.id)!
    if (status !== "cached") {
      const reasonsOf = (id: string): ReadonlyArray<Reason> => {
        const planned = plan.nodes.get(id)!
        return planned.status === "run" ? planned.reasons : []
      }
      const chain = chainTo(node, (id) => plan.nodes.get(id)!.status !== "cached", reasonsOf)
      return { id: node.id, status, about: "next-run", runId: null, reasons: reasonsOf(node.id), chain }
    }
    return yield* explainLastRun(plan, node)
  })

/** The last run of this name in which the node was computed. */
const explainLastRun = (plan: Plan, node: PreparedNode): Effect.Effect<Explanation, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const runs = (yield* store.runs).filter(({ name }) => name === plan.name).toReversed()
    for (const { runId } of runs) {
      const rows = new Map((yield* store.runNodes(runId)).map((row) => [row.id, row]))
      if (!didRun(rows.get(node.id))) continue
      const reasonsOf = (id: string): ReadonlyArray<Reason> =>
        JSON.parse(rows.get(id)?.reasons ?? "[]") as Array<Reason>
      const chain = chainTo(node, (id) => didRun(rows.get(id)), reasonsOf)
      return { id: node.id, status: "cached", about: "last-run", runId, reasons: reasonsOf(node.id), chain }
    }
    return { id: node.id, status: "cached", about: "never-ran", runId: null, reasons: [], chain: [] }
  })

const didRun = (row: RunNodeRow | undefined): boolean =>
  row !== undefined && row.fate !== "cached" && row.fate !== "skipped"

/** The shortest way back along inputs that ran too, to a node with a reason of its own. */
function chainTo(
  node: PreparedNode,
  ran: (id: string) => boolean,
  reasonsOf: (id: string) => ReadonlyArray<Reason>,
): ReadonlyArray<Link> {
  const parent = new Map<PreparedNode, PreparedNode | undefined>([[node, undefined]])
  const queue = [node]
  for (const at of queue) {
    if (isOrigin(reasonsOf(at.id))) return linksFrom(at, parent, reasonsOf)
    for (const { from } of at.inputs) {
      if (!ran(from.id) || parent.has(from)) continue
      parent.set(from, at)
      queue.push(from)
    }
  }
  return [{ id: node.id, reasons: reasonsOf(node.id) }]
}

/** Something other than a changed input made it run. */
const isOrigin = (reasons: ReadonlyArray<Reason>): boolean =>
  reasons.some(({ kind }) => kind !== "input-changed")

function linksFrom(
  origin: PreparedNode,
  parent: ReadonlyMap<PreparedNode, PreparedNode | undefined>,
  reasonsOf: (id: string) => ReadonlyArray<Reason>,
): ReadonlyArray<Link> {
  const links: Array<Link> = []
  for (let at: PreparedNode | undefined = origin; at !== undefined; at = parent.get(at)) {
    links.push({ id: at.id, reasons: reasonsOf(at.id) })
  }
  return links
}
