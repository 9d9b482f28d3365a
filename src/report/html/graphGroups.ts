/** A large graph as few enough nodes to look at: many nodes of one definition become one, so that every part stays there. */
import type { GraphNodeJson } from "../../experiment/run/graphJson.ts"
import { ownerOf } from "./lanes.ts"

/** Nodes that a drawing of a page holds. */
const mostNodes = 150
/** Nodes of one definition that stay apart in a large graph. */
const mostAlike = 3

/** @returns the nodes as they are where they are few */
export function groupedNodes(nodes: ReadonlyArray<GraphNodeJson>): ReadonlyArray<GraphNodeJson> {
  if (nodes.length <= mostNodes) return nodes
  const byName = Map.groupBy(nodes, ({ name }) => name)
  const ids = new Set(nodes.map(({ id }) => id))
  const placeOf = new Map(
    nodes.map(({ id, name }) => [id, byName.get(name)!.length > mostAlike ? `${name} (all)` : id]),
  )
  const rename = (from: string): string => placeOf.get(ownerOf(from, ids)) ?? from
  return nodes.flatMap((node) => {
    const alike = byName.get(node.name)!
    if (alike.length <= mostAlike) return [withInputs(node, [node], rename)]
    return alike[0] === node ? [together(node, alike, rename)] : []
  })
}

const withInputs = (
  node: GraphNodeJson,
  from: ReadonlyArray<GraphNodeJson>,
  rename: (from: string) => string,
): GraphNodeJson => ({
  ...node,
  inputs: from.flatMap(({ inputs }) => inputs.map((input) => ({ ...input, from: rename(input.from) }))),
})

function together(
  first: GraphNodeJson,
  alike: ReadonlyArray<GraphNodeJson>,
  rename: (from: string) => string,
): GraphNodeJson {
  const { id, ...rest } = withInputs(first, alike, rename)
  const times = alike.flatMap(({ wall_ms }) => wall_ms ?? [])
  const own = `${first.name} (all)`
  return {
    ...rest,
    id: own,
    title: `${alike.length} nodes, such as ${id}: ${first.title}`,
    inputs: rest.inputs.filter(({ from }) => from !== own),
    warm_up_rows: Math.max(...alike.map(({ warm_up_rows }) => warm_up_rows)),
    fate: strongest(alike),
    key: null,
    certificate: alike.every(({ certificate }) => certificate !== null) ? first.certificate : null,
    wall_ms: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0),
  }
}

/** What happened to one of them that a reader should know of first. */
const strongest = (nodes: ReadonlyArray<GraphNodeJson>): string | null =>
  ["failed", "skipped", "computed", "extended", "cached"].find((fate) =>
    nodes.some((node) => node.fate === fate),
  ) ?? null
