/** A run as one page. The body depends on the run's results alone; what else there is to say of the run is one block of data. */
import { groupedNodes } from "./graphGroups.ts"
import { jsonBlock } from "./Html.ts"
import { headline } from "./page/headline.ts"
import { drawPage } from "./page/page.ts"
import type { ReportData } from "./ReportData.ts"
import { sections } from "./sections/sections.ts"

/** @returns an HTML document that needs nothing but itself */
export function tearSheet(data: ReportData): string {
  const parts = sections.flatMap(({ id, title, draw }) => {
    const body = draw(data)
    return body === undefined ? [] : [{ id, title, body }]
  })
  return drawPage({
    title: `${data.experiment}: tear sheet`,
    head: headline(data),
    parts,
    data: jsonBlock("run-facts", runFacts(data)),
  })
}

/** As the page's script fills them into places that carry their name. */
function runFacts({ run: { manifest, environment }, graph }: ReportData) {
  const {
    nodes,
    overrides,
    certificates,
    files,
    optimistic_fill,
    question: _,
    experiment: __,
    ...rest
  } = manifest
  const names = new Set(graph.map(({ name }) => name))
  return {
    ...rest,
    overrides:
      Object.entries(overrides)
        .map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
        .join(", ") || "nothing",
    nodes: `${nodes.total}: ${nodes.computed} computed, ${nodes.extended} extended, ${nodes.cached} cached, ${nodes.failed} failed`,
    certified: `${Object.keys(certificates).length} of ${names.size}`,
    optimistic: optimistic_fill ? "optimistic: nobody could have" : "possible",
    environment: environment.join("\n"),
    files: Object.entries(files)
      .map(([name, hash]) => `${hash}  ${name}`)
      .join("\n"),
    // in the order in which the page lists the nodes
    graph: groupedNodes(graph).map(({ fate, wall_ms, key, certificate }) => ({
      fate,
      ms: wall_ms === null ? null : Math.round(10 * wall_ms) / 10,
      key: key?.slice(0, 12) ?? null,
      certified: certificate !== null,
    })),
  }
}
