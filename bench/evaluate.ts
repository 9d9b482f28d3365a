/** The numeric work of a graph, timed node by node. */
import type { PreparedGraph, PreparedNode } from "../src/dag/Prepared.ts"
import { evaluate as run, type Values } from "../test/support/evaluate.ts"

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
  const timings: Array<Timing> = []
  const around = (id: string, work: () => unknown): unknown => {
    const before = process.cpuUsage()
    const answer = work()
    const { user, system } = process.cpuUsage(before)
    timings.push({ id, cpuMs: (user + system) / 1000 })
    return answer
  }
  run(graph, given, { skip, around })
  return timings
}
