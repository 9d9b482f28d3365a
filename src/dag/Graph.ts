/**
 * The nodes that some targets need, in an order in which every node follows its inputs.
 * Ids are the definition's name, with `@label` where a description was labelled.
 */
import * as Effect from "effect/Effect"
import { GraphError } from "./errors.ts"
import type { GraphNode, Source } from "./Node.ts"
import { accepts } from "./ValueType.ts"

export interface Graph {
  /** inputs before those who use them */
  readonly nodes: ReadonlyArray<GraphNode>
  /** what the graph is asked for, by name */
  readonly targets: Readonly<Record<string, Source<unknown>>>
}

export const idOf = (node: GraphNode): string =>
  node.label === undefined ? node.spec.name : `${node.spec.name}@${node.label}`

export const make = (targets: Readonly<Record<string, Source<unknown>>>): Effect.Effect<Graph, GraphError> =>
  Effect.gen(function* () {
    const nodes = yield* inOrder(Object.values(targets).map((source) => source.node))
    yield* refuseDuplicates(nodes)
    for (const node of nodes) yield* refuseMismatches(node)
    return { nodes, targets }
  })

/** Depth first with a stack of its own, so that long chains do not exhaust JavaScript's. */
function inOrder(roots: ReadonlyArray<GraphNode>): Effect.Effect<ReadonlyArray<GraphNode>, GraphError> {
  const order: Array<GraphNode> = []
  const state = new Map<GraphNode, "open" | "done">()
  for (const root of roots) {
    const stack: Array<{ node: GraphNode; next: number }> = [{ node: root, next: 0 }]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      if (top.next === 0 && state.get(top.node) === "done") {
        stack.pop()
        continue
      }
      state.set(top.node, "open")
      const input = top.node.inputs[top.next++]
      if (input === undefined) {
        state.set(top.node, "done")
        order.push(top.node)
        stack.pop()
      } else if (state.get(input.source.node) === "open") {
        return Effect.fail(
          cycle(
            stack.map(({ node }) => node),
            input.source.node,
          ),
        )
      } else if (state.get(input.source.node) === undefined) {
        stack.push({ node: input.source.node, next: 0 })
      }
    }
  }
  return Effect.succeed(order)
}

function cycle(path: ReadonlyArray<GraphNode>, back: GraphNode): GraphError {
  const ids = [...path.slice(path.indexOf(back)), back].map(idOf)
  return new GraphError({
    node: idOf(back),
    problem: `takes part in its own inputs (${ids.join(" ← ")})`,
    remedy: "A graph has no cycles; feedback belongs inside one stateful node.",
  })
}

function refuseDuplicates(nodes: ReadonlyArray<GraphNode>): Effect.Effect<void, GraphError> {
  const seen = new Set<string>()
  for (const node of nodes) {
    const id = idOf(node)
    if (seen.has(id)) {
      return Effect.fail(
        new GraphError({
          node: id,
          problem: "the graph holds two nodes of this name",
          remedy:
            'Describe a node once and use its source twice, or tell them apart: Definition(config, inputs, { as: "label" }).',
        }),
      )
    }
    seen.add(id)
  }
  return Effect.void
}

/** Ports were checked by the compiler; this is for graphs made in JavaScript or with a cast. */
function refuseMismatches(node: GraphNode): Effect.Effect<void, GraphError> {
  for (const [port, { arity }] of Object.entries(node.spec.inputs)) {
    if (arity === "one" && !node.inputs.some((input) => input.port === port)) {
      return Effect.fail(
        new GraphError({
          node: idOf(node),
          problem: `input ${port} is not connected`,
          remedy: "Give it a source.",
        }),
      )
    }
  }
  for (const { port, source } of node.inputs) {
    const wanted = node.spec.inputs[port]!.type
    const given = source.node.spec.outputs[source.port]
    if (given === undefined || !accepts(wanted, given.type)) {
      return Effect.fail(
        new GraphError({
          node: idOf(node),
          problem: `input ${port} takes a ${wanted.name}, but ${idOf(source.node)}.${source.port} is a ${given?.type.name ?? "port that does not exist"}`,
          remedy: "Connect a source of the wanted type.",
        }),
      )
    }
  }
  return Effect.void
}
