/** Runs a prepared graph in memory, without store or keys: the numeric work alone, timed node by node. */
import type { PreparedGraph, PreparedNode } from "../src/dag/Prepared.ts"

type Values = Readonly<Record<string, unknown>>

export interface Timing {
  readonly id: string
  readonly cpuMs: number
}

/** @param given values of the nodes that are not run, by id (the prices) */
export function evaluate(
  graph: PreparedGraph,
  given: ReadonlyMap<string, Values>,
  skip: (node: PreparedNode) => boolean,
): ReadonlyArray<Timing> {
  const values = new Map<string, Values>(given)
  const timings: Array<Timing> = []
  for (const node of graph.nodes) {
    if (values.has(node.id) || skip(node)) continue
    const inputs = inputsOf(node, values)
    const before = process.cpuUsage()
    const answer = node.node.spec.run(inputs, node.config, { skip: 0, state: undefined, seed: 0 })
    const { user, system } = process.cpuUsage(before)
    timings.push({ id: node.id, cpuMs: (user + system) / 1000 })
    const out = node.node.spec.stateful ? (answer as { readonly out: unknown }).out : answer
    values.set(node.id, node.node.spec.single ? { output: out } : (out as Values))
  }
  return timings
}

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

export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
