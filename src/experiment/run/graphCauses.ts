/** Where two runs part: nodes that gave other content although their inputs were the same. */
import { jsonChanges, type JsonChange } from "../../dag/jsonChanges.ts"
import type { GraphJson } from "./graphJson.ts"

type GraphNode = GraphJson["nodes"][number]

export interface GraphCause {
  readonly id: string
  /** fields of the node's config that differ */
  readonly config: ReadonlyArray<JsonChange>
  readonly keys: readonly [a: string | null, b: string | null]
}

export interface GraphDifference {
  /** nodes of one run only, by id */
  readonly only_a: ReadonlyArray<string>
  readonly only_b: ReadonlyArray<string>
  /** in the order of the graph */
  readonly causes: ReadonlyArray<GraphCause>
}

export function graphCauses(a: GraphJson, b: GraphJson): GraphDifference {
  const [inA, inB] = [byId(a), byId(b)]
  const contents = { a: contentsOf(a), b: contentsOf(b) }
  const same = (from: string): boolean => contents.a.get(from) === contents.b.get(from)
  const causes = b.nodes.flatMap((now): ReadonlyArray<GraphCause> => {
    const before = inA.get(now.id)
    if (before === undefined || !differs(before, now)) return []
    const froms = [...now.inputs, ...before.inputs].map(({ from }) => from)
    if (!froms.every(same)) return []
    return [{ id: now.id, config: jsonChanges(before.config, now.config), keys: [before.key, now.key] }]
  })
  return {
    only_a: a.nodes.flatMap(({ id }) => (inB.has(id) ? [] : [id])),
    only_b: b.nodes.flatMap(({ id }) => (inA.has(id) ? [] : [id])),
    causes,
  }
}

/** Ids of a node and of all that it is made of. */
export function withAncestors({ nodes }: GraphJson, id: string): ReadonlySet<string> {
  const owner = new Map(
    nodes.flatMap((node) => [
      [node.id, node.id] as const,
      ...node.outputs.map(({ port }) => [`${node.id}.${port}`, node.id] as const),
    ]),
  )
  const known = new Map(nodes.map((node) => [node.id, node]))
  const seen = new Set([id])
  for (const at of seen) for (const { from } of known.get(at)?.inputs ?? []) seen.add(owner.get(from) ?? from)
  return seen
}

/** The node that made a content; undefined where none did. */
export const makerOf = ({ nodes }: GraphJson, content: string): string | undefined =>
  nodes.find(({ outputs }) => outputs.some((output) => output.content === content))?.id

const byId = ({ nodes }: GraphJson): ReadonlyMap<string, GraphNode> =>
  new Map(nodes.map((node) => [node.id, node]))

/** Content by what an input calls its source: the node, or one of its ports. */
const contentsOf = ({ nodes }: GraphJson): ReadonlyMap<string, string | null> =>
  new Map(
    nodes.flatMap(({ id, outputs }) => [
      [id, outputs[0]?.content ?? null] as const,
      ...outputs.map(({ port, content }) => [`${id}.${port}`, content] as const),
    ]),
  )

const differs = (a: GraphNode, b: GraphNode): boolean =>
  b.outputs.some(
    ({ port, content }) => content !== (a.outputs.find((output) => output.port === port)?.content ?? null),
  )
