import { comparedMetrics } from "../../text/comparisonTable.ts"
import { metricFigure } from "../figures.ts"
import { html } from "../Html.ts"
import { drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

/** Of a graph that runs several systems over the same sessions: their figures side by side. */
export const comparison: Section = {
  id: "systems",
  title: "Systems side by side",
  draw: ({ comparison: table }) => {
    if (table === undefined) return undefined
    const { systems, first_fill, last, sessions } = table
    const span =
      first_fill === null
        ? "No session counts."
        : `${first_fill} … ${last ?? ""}, ${sessions} sessions, net of costs unless said otherwise.`
    return html`<p class="lead">${span}</p>${drawTable({
      caption: "Systems side by side",
      columns: [textColumn("system"), ...comparedMetrics.map(([title]) => numberColumn(title))],
      rows: systems.map(({ name, ...of }) => [
        name,
        ...comparedMetrics.map(([, side, metric, unit]) =>
          numberCell(of[side][metric], metricFigure(unit, of[side][metric])),
        ),
      ]),
    })}`
  },
}
