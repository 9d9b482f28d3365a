/** Runs a prepared graph in memory, without store, keys or services: the numbers alone. */
import * as Effect from "effect/Effect"
import type { PreparedGraph, PreparedNode } from "../../src/dag/Prepared.ts"

/** Values of a node by port. */
export type Values = Readonly<Record<string, unknown>>

export interface Options {
  /** nodes that are left out */
  readonly skip?: (node: PreparedNode) => boolean
  /** around the run of each node, for whoever measures */
  readonly around?: (id: string, run: () => unknown) => unknown
}

/**
 * @param given values of the nodes that are not run, by id (the prices)
 * @returns values of all nodes, by id
 */
export function evaluate(
  graph: PreparedGraph,
  given: ReadonlyMap<string, Values>,
  { skip = () => false, around = (_, run) => run() }: Options = {},
): ReadonlyMap<string, Values> {
  const values = new Map<string, Values>(given)
  for (const node of graph.nodes) {
    if (values.has(node.id) || skip(node)) continue
    const { spec } = node.node
    const inputs = inputsOf(node, values)
    const answer = around(node.id, () =>
      settled(spec.run(inputs, node.config, { skip: 0, state: undefined, seed: 0 })),
    )
    const out = spec.stateful ? (answer as { readonly out: unknown }).out : answer
    values.set(node.id, spec.single ? { output: out } : (out as Values))
  }
  return values
}

/** A node without needs may still answer with an effect, so that it can refuse. */
const settled = (answer: unknown): unknown =>
  Effect.isEffect(answer) ? Effect.runSync(answer as Effect.Effect<unknown, unknown>) : answer

function inputsOf(node: PreparedNode, values: ReadonlyMap<string, Values>): Values {
  const inputs: Record<string, unknown> = {}
  for (const [port, { arity }] of Object.entries(node.node.spec.inputs))
    if (arity === "many") inputs[port] = {}
  for (const { port, key, from, fromPort } of node.inputs) {
    const value = values.get(from.id)![fromPort]
    if (key === undefined) inputs[port] = value
    else (inputs[port] as Record<string, unknown>)[key] = value
  }
  return inputs
}
