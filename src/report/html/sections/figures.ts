import { brief } from "../figures.ts"
import { drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

/** Of a graph that is no study of Sage's: what it calls its metrics. */
export const figures: Section = {
  id: "figures",
  title: "Figures",
  draw: ({ figures: all }) => {
    const entries = Object.entries(all ?? {})
    if (entries.length === 0) return undefined
    return drawTable({
      caption: "Figures of the graph",
      columns: [textColumn("name"), numberColumn("value")],
      rows: entries.map(([name, value]) => [name, numberCell(value, value === null ? "—" : brief(value))]),
    })
  },
}
