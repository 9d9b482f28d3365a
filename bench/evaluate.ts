/** The numeric work of a graph, timed node by node. */
import type { PreparedGraph, PreparedNode } from "../src/dag/Prepared.ts"
import { evaluate as run, type Values } from "../test/support/evaluate.ts"

export interface Timing {
  readonly id: string
  readonly cpuMs: number
}

/**
 * Each node runs once, and so do equal ones (definition, config, inputs): the engine finds the second by its key. A
 * study without leverage has its final book twice.
 *
 * @param given values of the nodes that are not run, by id (the prices)
 */
export function evaluate(
  graph: PreparedGraph,
  given: ReadonlyMap<string, Values>,
  skip: (node: PreparedNode) => boolean,
): ReadonlyArray<Timing> {
  const timings: Array<Timing> = []
  const answers = new Map<string, unknown>()
  const equals = keysOf(graph)
  const around = (id: string, work: () => unknown): unknown => {
    const key = equals.get(id)!
    if (answers.has(key)) return answers.get(key)
    const before = process.cpuUsage()
    const answer = work()
    const { user, system } = process.cpuUsage(before)
    timings.push({ id, cpuMs: (user + system) / 1000 })
    answers.set(key, answer)
    return answer
  }
  run(graph, given, { skip, around })
  return timings
}

/** Equal nodes have equal keys. */
function keysOf(graph: PreparedGraph): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const numbers = new Map<string, string>()
  for (const { id, node, configText, inputs } of graph.nodes) {
    const from = inputs.map((input) => [input.port, input.key, keys.get(input.from.id), input.fromPort])
    const whole = JSON.stringify([node.spec.name, configText, from])
    if (!numbers.has(whole)) numbers.set(whole, String(numbers.size)) // short: a key holds those of all its inputs
    keys.set(id, numbers.get(whole)!)
  }
  return keys
}
