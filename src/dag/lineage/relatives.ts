/** What a node is made of and what is made of it, with how far in time the way between them reaches. Nothing is read. */
import type { PreparedGraph, PreparedInput, PreparedNode } from "../Prepared.ts"

export interface Relative {
  readonly node: PreparedNode
  /** edges on the shortest way */
  readonly distance: number
  /** rows of the earlier node that a row t of the later one may depend on: t − back … t + ahead, over all ways */
  readonly back: number
  readonly ahead: number
}

interface Interval {
  readonly back: number
  readonly ahead: number
}

const whole: Interval = { back: Infinity, ahead: Infinity }

/** How far a row of the node reaches into an input; through state, it reaches back without end. */
export function intervalOf(node: PreparedNode, input: PreparedInput): Interval {
  const { type } = input.from.node.spec.outputs[input.fromPort]!
  const isRows =
    type.axis !== undefined &&
    Object.values(node.node.spec.outputs).some((output) => output.type.axis !== undefined)
  if (!isRows) return whole
  const { back, ahead } = input.reach
  return { back: node.node.spec.stateful ? Infinity : back, ahead }
}

/** Ancestors, the nearest first. */
export function above(graph: PreparedGraph, node: PreparedNode): ReadonlyArray<Relative> {
  const edgesOf = (at: PreparedNode) =>
    at.inputs.map((input) => ({ to: input.from, step: intervalOf(at, input) }))
  return spread(node, graph.nodes.toReversed(), edgesOf)
}

/** Descendants, the nearest first. */
export function below(graph: PreparedGraph, node: PreparedNode): ReadonlyArray<Relative> {
  const users = new Map<PreparedNode, Array<Edge>>()
  for (const user of graph.nodes)
    for (const input of user.inputs)
      users.set(input.from, [...(users.get(input.from) ?? []), { to: user, step: intervalOf(user, input) }])
  return spread(node, graph.nodes, (at) => users.get(at) ?? [])
}

interface Edge {
  readonly to: PreparedNode
  readonly step: Interval
}

/**
 * Breadth first for the distance; the interval of a relative is the hull over all ways.
 *
 * @param order every node before those that its edges lead to
 */
function spread(
  start: PreparedNode,
  order: ReadonlyArray<PreparedNode>,
  edgesOf: (node: PreparedNode) => ReadonlyArray<Edge>,
): ReadonlyArray<Relative> {
  const distance = new Map<PreparedNode, number>([[start, 0]])
  for (const [at, steps] of distance)
    for (const { to } of edgesOf(at)) if (!distance.has(to)) distance.set(to, steps + 1)
  const intervals = new Map<PreparedNode, Interval>([[start, { back: 0, ahead: 0 }]])
  for (const at of order) {
    const here = intervals.get(at)
    if (here === undefined) continue
    for (const { to, step } of edgesOf(at)) {
      const way = { back: here.back + step.back, ahead: here.ahead + step.ahead }
      const known = intervals.get(to)
      intervals.set(to, known === undefined ? way : hull(known, way))
    }
  }
  return [...distance]
    .filter(([node]) => node !== start)
    .map(([node, steps]) => ({ node, distance: steps, ...intervals.get(node)! }))
}

const hull = (left: Interval, right: Interval): Interval => ({
  back: Math.max(left.back, right.back),
  ahead: Math.max(left.ahead, right.ahead),
})
