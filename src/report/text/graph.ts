/** A graph as text, Mermaid or DOT. Ids come from users' files, so they are quoted for each format. */
import type { NodePlan } from "../../dag/Plan.ts"
import type { GraphNodeJson } from "../../experiment/run/graphJson.ts"
import { table } from "./table.ts"

export type Status = NodePlan["status"]

export interface GraphView {
  readonly nodes: ReadonlyArray<GraphNodeJson & { readonly status: Status }>
}

const mark: Readonly<Record<Status, string>> = { cached: "●", run: "○", unknown: "◌" }

export function graphText({ nodes }: GraphView): string {
  const rows = nodes.map(({ id, status, inputs, warm_up_rows }) => [
    `${mark[status]} ${id}`,
    [...new Set(inputs.map(({ reach }) => reach))].join(", ") || "source",
    warm_up_rows === 0 ? "" : `warm-up ${warm_up_rows}`,
    inputs.map(({ from }) => from).join(", "),
  ])
  const legend = "● cached  ○ will run  ◌ unknown until an input has run"
  return `${table(rows, ["left", "left", "left", "left"])}\n\n${legend}`
}

export function graphMermaid({ nodes }: GraphView): string {
  const number = new Map(nodes.map(({ id }, i) => [id, `n${i}`]))
  const boxes = nodes.map(({ id, status }) => `  ${number.get(id)}["${escapeHtml(id)}"]:::${status}`)
  const arrows = nodes.flatMap(({ id, inputs }) =>
    inputs.map(
      ({ from, port }) =>
        `  ${number.get(ownerOf(from, number))} -->|"${escapeHtml(port)}"| ${number.get(id)}`,
    ),
  )
  const styles = [
    "  classDef cached fill:#dff0e3",
    "  classDef run fill:#fde8d0",
    "  classDef unknown fill:#eeeeee",
  ]
  return ["flowchart LR", ...boxes, ...arrows, ...styles].join("\n")
}

export function graphDot({ nodes }: GraphView): string {
  const colour: Readonly<Record<Status, string>> = { cached: "#dff0e3", run: "#fde8d0", unknown: "#eeeeee" }
  const ids = new Map(nodes.map(({ id }) => [id, id]))
  const boxes = nodes.map(({ id, status }) => `  ${quote(id)} [fillcolor=${quote(colour[status])}]`)
  const arrows = nodes.flatMap(({ id, inputs }) =>
    inputs.map(({ from, port }) => `  ${quote(ownerOf(from, ids))} -> ${quote(id)} [label=${quote(port)}]`),
  )
  return [
    "digraph {",
    "  rankdir=LR",
    '  node [shape=box style="rounded,filled"]',
    ...boxes,
    ...arrows,
    "}",
  ].join("\n")
}

/** The node of `id` or `id.port`. */
function ownerOf(from: string, known: ReadonlyMap<string, string>): string {
  return known.has(from) ? from : from.slice(0, from.lastIndexOf("."))
}

const quote = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
