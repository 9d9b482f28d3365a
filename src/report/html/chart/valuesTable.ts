/** The values of a chart at the ends of years (of months, where it spans few years): what a screen reader or a printer has of it. */
import { civilDateOf, formatIsoDate } from "../../../kernel/civilDate.ts"
import { html, type Html } from "../Html.ts"
import type { TimeChart } from "./TimeChart.ts"
import { unitOf } from "./units.ts"

export function valuesTable({ title, days, series, unit }: TimeChart): Html {
  const rows = endsOf(days)
  const every = days.length === 0 || spanYears(days) > 2.5 ? "year" : "month"
  return html`<details class="values"><summary>Values at each ${every}’s end</summary><div class="scroll"><table>
<caption class="unseen">${title}</caption>
<thead><tr><th scope="col">date</th>${series.map(({ name }) => html`<th scope="col" class="num">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${formatIsoDate(days[row]!)}</th>${series.map(({ values }) => html`<td class="num">${Number.isNaN(values[row]!) ? "—" : unitOf[unit].text(values[row]!)}</td>`)}</tr>`,
  )}</tbody></table></div></details>`
}

const spanYears = (days: Int32Array): number => (days.at(-1)! - days[0]!) / 365.25

/** Last row of each year or month. */
function endsOf(days: Int32Array): ReadonlyArray<number> {
  if (days.length === 0) return []
  const isYearly = spanYears(days) > 2.5
  const part = (day: number): number => {
    const { year, month } = civilDateOf(day)
    return isYearly ? year : 12 * year + month
  }
  const rows = Array.from(days.keys()).filter(
    (row) => row + 1 < days.length && part(days[row]!) !== part(days[row + 1]!),
  )
  return [...rows, days.length - 1]
}
