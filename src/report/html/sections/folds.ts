import { html } from "../Html.ts"
import { dateColumn, numberCell, numberColumn, textColumn } from "../table.ts"
import { foldTable, overAll } from "./foldTable.ts"
import type { Section } from "./Section.ts"

/** Test windows of a walk-forward; where they are the calendar years, the table of years has them already. */
export const folds: Section = {
  id: "folds",
  title: "Test windows",
  draw: ({ folds: tested, yearly }) => {
    const known = new Set(yearly?.years.map(({ year }) => String(year)))
    if (
      tested === undefined ||
      tested.folds.length === 0 ||
      tested.folds.every(({ name }) => known.has(name))
    )
      return undefined
    const rows = tested.folds.map(
      ({ name, train_from, train_to, test_from, test_to, sessions, partial, net, gross }) => ({
        cells: [
          {
            content: html`${name}${partial && html` <abbr title="some of its sessions do not count">part</abbr>`}`,
            sort: name,
          },
          `${train_from ?? "—"} … ${train_to ?? "—"}`,
          `${test_from} … ${test_to}`,
          numberCell(sessions, sessions),
        ],
        net,
        gross,
      }),
    )
    const columns = [textColumn("fold"), dateColumn("training"), dateColumn("test"), numberColumn("sessions")]
    return html`<p class="lead">What the study earned on each test window, which its training window does not reach into.</p>${foldTable("Net figures of each test window", columns, rows)}<p class="note">${overAll("windows", tested.net)}</p>`
  },
}
