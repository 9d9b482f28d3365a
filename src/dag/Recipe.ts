/**
 * Where a node stands in a graph, contents left out: definition, code, config and the recipes of its inputs. It finds the
 * earlier version of a result to extend. What a node reads from the world is content too, so the config of a node that
 * reads it does not count. Any base gives right bits, since what differs is computed again.
 */
import { hashOf } from "./canonical.ts"
import type { PreparedGraph, PreparedNode } from "./Prepared.ts"
import { layoutVersion } from "./store/layout.ts"

/** @param code fingerprint of each node's code, by id */
export function recipes(graph: PreparedGraph, code: (id: string) => string): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  const recipeOf = ({ id, node, configText, inputs }: PreparedNode): string =>
    hashOf([
      "recipe",
      layoutVersion,
      node.spec.name,
      code(id),
      node.spec.external === undefined ? configText : null,
      inputs.map(({ port, key, from, fromPort }) => [port, key ?? null, known.get(from.id), fromPort]),
    ])
  for (const node of graph.nodes) known.set(node.id, recipeOf(node))
  return known
}
