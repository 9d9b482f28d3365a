/**
 * How far beyond its own row each output can see, and how many rows a graph needs before its numbers are warmed up.
 * Both follow from the declared reaches by adding intervals along the paths; nothing runs.
 *
 * Distances are counted in half sessions, from one event to the next (open t, close t, open t + 1, …), so that a close
 * lies ahead of a decision at the same session's open.
 */
import * as Effect from "effect/Effect"
import { LookaheadError } from "./errors.ts"
import type { Event } from "./Node.ts"
import type { PreparedGraph, PreparedInput, PreparedNode } from "./Prepared.ts"
import * as Reach from "./Reach.ts"

export interface Sight {
  readonly known: Event
  /** half sessions beyond the row's own event; ≤ 0 sees no future; Infinity = known only when everything is */
  readonly ahead: number
  /** the way that sees farthest, from the source on */
  readonly path: ReadonlyArray<string>
}

export interface NodeSight {
  readonly ports: Readonly<Record<string, Sight>>
  /** rows needed before the first warmed-up output */
  readonly warmUpRows: number
}

const phase = (event: Event): 0 | 1 => (event === "open" ? 0 : 1)

export function sights(graph: PreparedGraph): ReadonlyMap<string, NodeSight> {
  const all = new Map<string, NodeSight>()
  for (const node of graph.nodes) all.set(node.id, sightOf(node, all))
  return all
}

function sightOf(node: PreparedNode, all: ReadonlyMap<string, NodeSight>): NodeSight {
  const seen = node.inputs
    .filter((input) => !node.node.spec.inputs[input.port]!.inAdvance)
    .map((input) => ({ input, sight: all.get(input.from.id)!.ports[input.fromPort]! }))
  // rows of earlier sessions have been known since before the open
  const reachesClose = ({ input, sight }: Seen[number]): boolean =>
    2 * input.reach.ahead + phase(sight.known) > phase("open")
  const latest: Event = seen.length === 0 || seen.some(reachesClose) ? "close" : "open"
  const ports = Object.fromEntries(
    Object.entries(node.node.spec.outputs).map(([port, output]): [string, Sight] => {
      const known = output.known ?? latest
      if (output.type.axis === undefined && seen.length > 0) return [port, withoutEnd(node, seen)]
      return [port, farthest(node, known, seen)]
    }),
  )
  return { ports, warmUpRows: warmUpOf(node, all) }
}

type Seen = ReadonlyArray<{ readonly input: PreparedInput; readonly sight: Sight }>

function farthest(node: PreparedNode, known: Event, seen: Seen): Sight {
  let best: Sight = { known, ahead: seen.length === 0 ? 0 : -Infinity, path: [node.id] }
  for (const { input, sight } of seen) {
    const ahead = 2 * input.reach.ahead + phase(sight.known) - phase(known) + sight.ahead
    if (ahead > best.ahead) best = { known, ahead, path: [...sight.path, hop(node, input)] }
  }
  return best
}

/** A value without a time axis that was made from rows is known when the last of them is. */
function withoutEnd(node: PreparedNode, seen: Seen): Sight {
  const { input, sight } = seen[0]!
  return { known: "close", ahead: Infinity, path: [...sight.path, hop(node, input)] }
}

function hop(node: PreparedNode, input: PreparedInput): string {
  const { back, ahead } = input.reach
  const end = (rows: number): string =>
    Number.isFinite(rows) ? `${rows >= 0 ? "+" : "−"}${Math.abs(rows)}` : "∞"
  return `${node.id}.${input.port} [−${Number.isFinite(back) ? back : "∞"}, ${end(ahead)}]`
}

function warmUpOf(node: PreparedNode, all: ReadonlyMap<string, NodeSight>): number {
  const settle = node.node.spec.settle?.(node.config)
  const before = node.inputs.map((input) => {
    const back = settle ?? (Number.isFinite(input.reach.back) ? Math.max(0, input.reach.back) : 0)
    return all.get(input.from.id)!.warmUpRows + back
  })
  return Math.max(0, ...before)
}

/**
 * Refuses a graph in which a node that takes part in decisions could see past its own row, or in which an input comes
 * later than its node says that it has to be known.
 */
export function refuseLookahead(
  graph: PreparedGraph,
): Effect.Effect<ReadonlyMap<string, NodeSight>, LookaheadError> {
  const all = sights(graph)
  for (const node of graph.nodes) {
    const late = tooLate(node, all)
    if (late !== undefined) return Effect.fail(late)
  }
  for (const node of graph.nodes.filter(({ node: { spec } }) => spec.decides)) {
    for (const [port, sight] of Object.entries(all.get(node.id)!.ports)) {
      if (node.node.spec.outputs[port]!.type.axis === undefined || sight.ahead <= 0) continue
      return Effect.fail(
        new LookaheadError({
          node: node.id,
          halfSessionsAhead: Number.isFinite(sight.ahead) ? sight.ahead : null,
          known: sight.known,
          path: sight.path,
        }),
      )
    }
  }
  return Effect.succeed(all)
}

/** The first input of which a row could hold what is not known when the node needs it. */
function tooLate(node: PreparedNode, all: ReadonlyMap<string, NodeSight>): LookaheadError | undefined {
  const needed = node.node.spec.knownBy?.(node.config) ?? {}
  for (const input of node.inputs) {
    const by = needed[input.port]
    if (by === undefined) continue
    const sight = all.get(input.from.id)!.ports[input.fromPort]!
    const ahead = phase(sight.known) - phase(by) + sight.ahead
    if (ahead <= 0) continue
    return new LookaheadError({
      node: node.id,
      port: input.port,
      halfSessionsAhead: Number.isFinite(ahead) ? ahead : null,
      known: by,
      path: [...sight.path, hop(node, input)],
    })
  }
  return undefined
}

export const renderReach = (node: PreparedNode): string =>
  node.inputs.length === 0
    ? "source"
    : [...new Set(node.inputs.map((input) => Reach.render(input.reach)))].join(", ")
