/**
 * Several graphs as one, in which a node that is the same in some of them is there once. Nodes are the same when
 * definition, config and all their inputs are: known before anything runs, so work that graphs share is planned once.
 */
import { contentOf, type PreparedGraph, type PreparedNode } from "./Prepared.ts"

export interface MergedGraph {
  readonly graph: PreparedGraph
  /** nodes of the merged graph that stand for those of each graph, by graph and by id */
  readonly nodes: Readonly<Record<string, ReadonlyMap<string, PreparedNode>>>
}

/** @param graphs by name; a node that another graph's node of the same id differs from is labelled with the name of its graph */
export function mergeGraphs(graphs: Readonly<Record<string, PreparedGraph>>): MergedGraph {
  const byContent = new Map<string, PreparedNode>()
  const byId = new Map<string, PreparedNode>()
  const nodes: Record<string, ReadonlyMap<string, PreparedNode>> = {}
  const targets: Record<string, PreparedGraph["targets"][string]> = {}
  for (const [name, graph] of Object.entries(graphs)) {
    const own = new Map<string, PreparedNode>()
    for (const node of graph.nodes) {
      const inputs = node.inputs.map((input) => ({ ...input, from: own.get(input.from.id)! }))
      const content = contentOf({ ...node, inputs })
      const known = byContent.get(content)
      const merged = known ?? { ...node, id: freeId(byId, node.id, name), inputs }
      if (known === undefined) {
        byContent.set(content, merged)
        byId.set(merged.id, merged)
      }
      own.set(node.id, merged)
    }
    for (const [target, { node, port }] of Object.entries(graph.targets))
      targets[targetName(name, target)] = { node: own.get(node.id)!, port }
    nodes[name] = own
  }
  return { graph: { nodes: [...byId.values()], byId, targets }, nodes }
}

/** Name in the merged graph of a target of one of the graphs. */
export const targetName = (graph: string, target: string): string => `${graph} ${target}`

function freeId(taken: ReadonlyMap<string, PreparedNode>, id: string, name: string): string {
  let free = id
  while (taken.has(free)) free = `${free}@${name}`
  return free
}
