import { metricCatalogue } from "../../../pipeline/metrics/metricCatalogue.ts"
import type { Metric } from "../../../pipeline/metrics/Metric.ts"
import type { RelativeMetric } from "../../../pipeline/metrics/relative/RelativeMetric.ts"
import { relativeCatalogue } from "../../../pipeline/metrics/relative/relativeCatalogue.ts"
import type { Relative } from "../../../pipeline/metrics/relative.ts"
import type { Summary } from "../../../pipeline/metrics/summary.ts"
import { metricFigure, percent } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import type { ReportData } from "../ReportData.ts"
import { type Cell, drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const metrics: Section = {
  id: "metrics",
  title: "Metrics",
  draw: ({ metrics: summary, baselines }) =>
    summary === undefined
      ? undefined
      : html`${span(summary)}${ofReturns(summary, baselines)}<h3>The book</h3>${ofBook(summary, baselines)}${laterStarts(summary, baselines)}${against(baselines)}`,
}

function span({ window, n, periods_per_year, risk_free, reasons }: Summary): Html {
  if (window.first_fill === null)
    return html`<p class="lead">No session counts: ${window.reason ?? "no reason given"}.</p>`
  const ruin = reasons["n"]
  return html`<p class="lead">${window.first_fill} … ${window.last ?? ""}, ${n} sessions, ${periods_per_year} a year; risk-free rate ${percent(risk_free)} a year.${ruin !== undefined && ` ${ruin}.`} An undefined figure shows its reason under the dash.</p>`
}

type Baselines = ReportData["baselines"]

function ofReturns(summary: Summary, baselines: Baselines): Html {
  const rows = metricCatalogue
    .filter(({ of }) => of === "returns")
    .map((metric) => [
      nameCell(metric),
      cellOf(metric, summary, "net"),
      cellOf(metric, summary, "gross"),
      ...baselines.map(({ metrics: one }) => cellOf(metric, one, "net")),
    ])
  const columns = ["net", "gross", ...baselines.map(({ name }) => name)].map(numberColumn)
  return drawTable({
    caption: "Metrics of returns, net and gross",
    columns: [textColumn("metric"), ...columns],
    rows,
  })
}

function ofBook(summary: Summary, baselines: Baselines): Html {
  const rows = metricCatalogue
    .filter(({ of }) => of === "book")
    .map((metric) => [
      nameCell(metric),
      cellOf(metric, summary, "book"),
      ...baselines.map(({ metrics: one }) => cellOf(metric, one, "book")),
    ])
  return drawTable({
    caption: "Metrics of turnover, exposure and cost",
    columns: [textColumn("metric"), ...["study", ...baselines.map(({ name }) => name)].map(numberColumn)],
    rows,
  })
}

/** The metric with its formula; its source under the pointer. */
const nameCell = ({ title, formula, source }: Metric | RelativeMetric): Cell => ({
  content: html`${title}<small class="formula" title="${source}">${formula}</small>`,
  sort: title,
})

/** The figure, or a dash with the reason why there is none. */
function cellOf({ name, unit }: Metric, summary: Summary, side: "net" | "gross" | "book"): Cell {
  const why = (): Content => {
    const reason = summary.reasons[`${side}.${name}`]
    return html`—${reason !== undefined && html`<small class="reason">${reason}</small>`}`
  }
  if (unit === "date" && side !== "book") {
    const date = summary.dates[side][name]
    return { content: date ?? why(), sort: date ?? "" }
  }
  const value = summary[side][name]
  return numberCell(value, value === null || value === undefined ? why() : metricFigure(unit, value))
}

/** What is left of the study beside each of its baselines: a row a figure, a column a baseline. */
function against(baselines: Baselines): Html | undefined {
  const held = baselines.flatMap(({ name, relative }) => (relative === undefined ? [] : [{ name, relative }]))
  if (held.length === 0) return undefined
  const cell = (metric: RelativeMetric, { figures, reasons }: Relative): Cell => {
    const value = figures[metric.name]
    const reason = reasons[metric.name]
    return numberCell(
      value,
      html`${metricFigure(metric.unit, value)}${reason !== undefined && html`<small class="reason">${reason}</small>`}`,
    )
  }
  return html`<h3>The study against its baselines</h3>${drawTable({
    caption: "The study against each of its baselines",
    isSortable: false,
    columns: [textColumn("metric"), ...held.map(({ name }) => numberColumn(name))],
    rows: relativeCatalogue.map((metric) => [
      nameCell(metric),
      ...held.map(({ relative }) => cell(metric, relative)),
    ]),
  })}<p class="note">Net returns, over the sessions on which both have one.</p>`
}

/** A column that counts fewer sessions than the others is not to be read beside them without a word. */
function laterStarts({ window }: Summary, baselines: Baselines): Content {
  const first = window.first_fill
  return baselines
    .filter(({ metrics: one }) => first !== null && one.window.first_fill !== first)
    .map(
      ({ name, metrics: one }) =>
        html`<p class="note">${name} ${one.window.first_fill === null ? `has no figures: ${one.window.reason ?? "no reason given"}` : `begins on ${one.window.first_fill}: its column counts from there on`}.</p>`,
    )
}
