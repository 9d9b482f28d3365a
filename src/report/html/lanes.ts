/**
 * Places for the nodes of a graph: a column for each stage, in the order in which work flows, and nodes of a stage below
 * each other as the graph lists them, which is after what they read.
 */
import type { GraphNodeJson } from "../../experiment/run/graphJson.ts"

export interface Lane {
  readonly stage: string
  readonly nodes: ReadonlyArray<PlacedNode>
}

export interface PlacedNode {
  readonly id: string
  /** id without its stage */
  readonly label: string
  readonly lane: number
  readonly row: number
  /** ids of what it reads, once each */
  readonly inputs: ReadonlyArray<string>
}

const knownOrder = [
  "data",
  "features",
  "labels",
  "models",
  "intent",
  "execution",
  "allocation",
  "costs",
  "metrics",
  "attribution",
  "experiment",
  "artifacts",
]

export function lanesOf(nodes: ReadonlyArray<GraphNodeJson>): ReadonlyArray<Lane> {
  const stages = [...new Set(nodes.map(stageOf))].sort((a, b) => rank(a) - rank(b))
  const ids = new Set(nodes.map(({ id }) => id))
  return stages.map((stage, lane) => ({
    stage,
    nodes: nodes
      .filter((node) => stageOf(node) === stage)
      .map((node, row) => ({
        id: node.id,
        label: node.id.startsWith(`${stage}/`) ? node.id.slice(stage.length + 1) : node.id,
        lane,
        row,
        inputs: [...new Set(node.inputs.map(({ from }) => ownerOf(from, ids)))].filter((id) => ids.has(id)),
      })),
  }))
}

const stageOf = ({ name }: GraphNodeJson): string =>
  name.includes("/") ? name.slice(0, name.indexOf("/")) : "nodes"

/** Stages that Sage does not know stand before the files, in the order in which the graph has them. */
const rank = (stage: string): number => {
  const at = knownOrder.indexOf(stage)
  return at >= 0 ? at : knownOrder.length - 1.5
}

/** The node of `id` or `id.port`. */
export const ownerOf = (from: string, ids: ReadonlySet<string>): string =>
  ids.has(from) ? from : from.slice(0, Math.max(0, from.lastIndexOf(".")))
