import { html } from "../Html.ts"
import { numberCell, numberColumn, textColumn } from "../table.ts"
import { foldTable, overAll } from "./foldTable.ts"
import type { Section } from "./Section.ts"

export const years: Section = {
  id: "years",
  title: "Years as folds",
  draw: ({ yearly }) => {
    if (yearly === undefined || yearly.years.length === 0) return undefined
    const rows = yearly.years.map(({ year, sessions, partial, net, gross }) => ({
      cells: [
        {
          content: html`${year}${partial && html` <abbr title="sessions of the year lie outside the study">part</abbr>`}`,
          sort: year,
        },
        numberCell(sessions, sessions),
      ],
      net,
      gross,
    }))
    const columns = [textColumn("year"), numberColumn("sessions")]
    return html`${foldTable("Net figures of each calendar year", columns, rows)}<p class="note">${overAll("years", yearly.net)}</p>`
  },
}
