import type { Monthly } from "../../../pipeline/metrics/monthly.ts"
import { fixed } from "../figures.ts"
import { html, type Html, own } from "../Html.ts"
import type { Section } from "./Section.ts"

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

export const monthly: Section = {
  id: "months",
  title: "Months",
  draw: ({ monthly: document }) =>
    document === undefined || document.months.length === 0 ? undefined : heatMap(document),
}

/** A table with a row a year: the figure stands in each cell, the colour only repeats it. */
function heatMap({ months }: Monthly): Html {
  const byMonth = new Map(months.map((month) => [month.month, month]))
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))].sort()
  const strongest = typicalLargest(months.map(({ net }) => Math.abs(net)))
  const cell = (year: string, index: number): Html => {
    const month = byMonth.get(`${year}-${String(index + 1).padStart(2, "0")}`)
    if (month === undefined) return html`<td class="heat"></td>`
    const note = `${names[index]} ${year}: net ${fixed(100 * month.net, 2)} %, ${month.sessions} sessions${month.partial ? ", part of the month" : ""}`
    return html`<td class="heat ${shade(month.net, strongest)}${month.partial && " part"}" title="${note}">${fixed(100 * month.net, 1)}</td>`
  }
  const total = (year: string): Html => {
    const growth = months
      .filter(({ month }) => month.startsWith(year))
      .reduce((level, { net }) => level * (1 + net), 1)
    return html`<td class="num total">${fixed(100 * (growth - 1), 1)}</td>`
  }
  return html`<p class="lead">Net return of each month in percent.</p><div class="scroll" tabindex="0" role="region" aria-label="Net return by month"><table class="heat-map">
<caption class="unseen">Net return of each month in percent, a row a year</caption>
<thead><tr><th scope="col">year</th>${names.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col" class="num">year</th></tr></thead>
<tbody>${years.map((year) => html`<tr><th scope="row">${year}</th>${names.map((_, i) => cell(year, i))}${total(year)}</tr>\n`)}</tbody></table></div>`
}

/** The 95th percentile: one odd month must not make all others pale. */
function typicalLargest(sizes: ReadonlyArray<number>): number {
  const sorted = [...sizes].sort((a, b) => a - b)
  return sorted[Math.floor(0.95 * (sorted.length - 1))] || 1
}

/** Five shades on each side of nought, blue above and orange below. */
function shade(value: number, strongest: number): Html {
  const level = Math.min(5, Math.ceil((5 * Math.abs(value)) / strongest))
  return own(level === 0 ? "h0" : `${value < 0 ? "n" : "p"}${level}`)
}
