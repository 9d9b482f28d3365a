/** The numeric work of a graph. */
import type { PreparedGraph, PreparedNode } from "../src/dag/Prepared.ts"
import { evaluate as run, type Values } from "../test/support/evaluate.ts"

/** Around the run of each node, for whoever measures. */
export type Around = (id: string, work: () => unknown) => unknown

/**
 * Runs every node, keeping what all of them gave. Equal ones (definition, config, inputs) run once: the engine finds the
 * second by its key. A study without leverage has its final book twice.
 *
 * @param given values of the nodes that are not run, by id (the prices)
 * @returns values of all nodes, by id
 */
export function evaluate(
  graph: PreparedGraph,
  given: ReadonlyMap<string, Values>,
  skip: (node: PreparedNode) => boolean,
  around: Around = (_, work) => work(),
): ReadonlyMap<string, Values> {
  const answers = new Map<string, unknown>()
  const keys = keysOf(graph)
  const once: Around = (id, work) => {
    const key = keys.get(id)!
    if (!answers.has(key)) answers.set(key, around(id, work))
    return answers.get(key)
  }
  return run(graph, given, { skip, around: once })
}

const known = new WeakMap<PreparedGraph, ReadonlyMap<string, string>>()

/** Equal nodes have equal keys. */
function keysOf(graph: PreparedGraph): ReadonlyMap<string, string> {
  const found = known.get(graph)
  if (found !== undefined) return found
  const keys = new Map<string, string>()
  const numbers = new Map<string, string>()
  for (const { id, node, configText, inputs } of graph.nodes) {
    const from = inputs.map((input) => [input.port, input.key, keys.get(input.from.id), input.fromPort])
    const whole = JSON.stringify([node.spec.name, configText, from])
    if (!numbers.has(whole)) numbers.set(whole, String(numbers.size)) // short: a key holds those of all its inputs
    keys.set(id, numbers.get(whole)!)
  }
  known.set(graph, keys)
  return keys
}
