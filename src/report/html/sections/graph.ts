import type { GraphNodeJson } from "../../../experiment/run/graphJson.ts"
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { html, type Html, own } from "../Html.ts"
import { groupedNodes } from "../graphGroups.ts"
import { lanesOf, ownerOf, type PlacedNode } from "../lanes.ts"
import { drawTable, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const graph: Section = {
  id: "graph",
  title: "The graph",
  draw: ({ graph: nodes }) =>
    nodes.length === 0
      ? undefined
      : html`<p class="lead">${countedNoun(nodes.length, "node")}, a column a stage; lines lead from what a node reads. Point at a node, or step to it with the tab key, to see its neighbours.</p>
<ul class="legend" data-fates><li><i class="key computed"></i>computed in this run</li><li><i class="key extended"></i>only changed rows computed</li><li><i class="key cached"></i>from the cache</li><li><i class="key failed"></i>failed or skipped</li></ul>
${drawing(groupedNodes(nodes))}${nodeTable(groupedNodes(nodes))}`,
}

/** Sizes in pixels. */
const size = { lane: 150, gap: 36, row: 22, head: 26 }

function drawing(nodes: ReadonlyArray<GraphNodeJson>): Html {
  const lanes = lanesOf(nodes)
  const placed = new Map(lanes.flatMap(({ nodes }) => nodes).map((node) => [node.id, node]))
  const width = lanes.length * (size.lane + size.gap) - size.gap
  const height = size.head + Math.max(...lanes.map(({ nodes }) => nodes.length)) * size.row + 8
  const number = new Map(nodes.map(({ id }, i) => [id, i]))
  const edges = [...placed.values()].flatMap((node) =>
    node.inputs.map((from) => {
      const source = placed.get(from)!
      return html`<path class="edge" data-ends="${number.get(from)} ${number.get(node.id)}" d="${own(edgePath(source, node))}"/>`
    }),
  )
  return html`<div class="scroll graph-scroll" tabindex="0" role="region" aria-label="Drawing of the graph"><svg class="graph" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="Nodes by stage">
${lanes.map(({ stage }, lane) => html`<text class="stage" x="${laneX(lane)}" y="14">${stage}</text>`)}
<g class="edges">${edges}</g>
${[...placed.values()].map((node) => box(node, number.get(node.id)!))}
</svg></div>`
}

const laneX = (lane: number): number => lane * (size.lane + size.gap)
const rowY = (row: number): number => size.head + row * size.row

function box({ id, label, lane, row }: PlacedNode, number: number): Html {
  return html`<g class="node" data-node="${number}" tabindex="0" role="img"><title>${id}</title><rect x="${laneX(lane)}" y="${rowY(row)}" width="${size.lane}" height="${size.row - 4}" rx="3"/><text x="${laneX(lane) + 7}" y="${rowY(row) + 12.5}">${shortened(label)}</text></g>\n`
}

/** About what fits into a lane. */
const shortened = (label: string): string => (label.length <= 24 ? label : `${label.slice(0, 23)}…`)

/** From the right side of one node to the left side of another; within a lane and backwards it swings round. */
function edgePath(from: PlacedNode, to: PlacedNode): string {
  const [y1, y2] = [rowY(from.row) + (size.row - 4) / 2, rowY(to.row) + (size.row - 4) / 2]
  const x1 = laneX(from.lane) + size.lane
  if (to.lane > from.lane) {
    const x2 = laneX(to.lane)
    const bend = size.gap / 2 + (to.lane - from.lane - 1) * 20
    return `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`
  }
  if (to.lane === from.lane) {
    const side = laneX(from.lane)
    return `M${side},${y1}C${side - size.gap / 2},${y1} ${side - size.gap / 2},${y2} ${side},${y2}`
  }
  const [left, right] = [laneX(from.lane), laneX(to.lane) + size.lane]
  return `M${left},${y1}C${left - size.gap / 2},${y1} ${right + size.gap / 2},${y2} ${right},${y2}`
}

/** A file of a large study may read many. */
const readsOf = (ids: ReadonlyArray<string>): string =>
  ids.length <= 8 ? ids.join(", ") : `${ids.slice(0, 6).join(", ")} and ${ids.length - 6} more`

/** A row a node in the order of the facts; the page's script fills in the columns that carry the name of a fact. */
function nodeTable(nodes: ReadonlyArray<GraphNodeJson>): Html {
  const ids = new Set(nodes.map(({ id }) => id))
  const fact = (name: string, title: string): Html => html`<span data-node-fact="${name}">${title}</span>`
  return html`<details><summary>Every node</summary>${drawTable({
    caption: "Every node of the graph",
    columns: [
      textColumn("node"),
      textColumn("what it is"),
      textColumn("reads"),
      textColumn("reach"),
      numberColumn("warm-up, rows"),
      textColumn(fact("fate", "fate")),
      numberColumn(fact("ms", "ms")),
      textColumn(fact("certified", "passed its laws")),
      textColumn(fact("key", "key")),
    ],
    rows: nodes.map(({ id, title, inputs, warm_up_rows }) => [
      { content: html`<code>${id}</code>` },
      title,
      readsOf([...new Set(inputs.map(({ from }) => ownerOf(from, ids)))]),
      [...new Set(inputs.map(({ reach }) => reach))].join(", "),
      { content: warm_up_rows },
      ...["", "", "", ""],
    ]),
  })}</details>`
}
