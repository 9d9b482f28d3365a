import { metricCatalogue } from "../../../pipeline/metrics/metricCatalogue.ts"
import type { Metric } from "../../../pipeline/metrics/Metric.ts"
import type { Relative } from "../../../pipeline/metrics/relative.ts"
import type { Summary } from "../../../pipeline/metrics/summary.ts"
import { fixed, metricFigure, percent } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import type { ReportData } from "../ReportData.ts"
import { type Cell, drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const metrics: Section = {
  id: "metrics",
  title: "Metrics",
  draw: ({ metrics: summary, baselines, relative }) =>
    summary === undefined
      ? undefined
      : html`${span(summary)}${ofReturns(summary, baselines)}<h3>The book</h3>${ofBook(summary, baselines)}${relative !== undefined && against(relative)}`,
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
      definition(metric),
    ])
  const columns = ["net", "gross", ...baselines.map(({ name }) => name)].map(numberColumn)
  return drawTable({
    caption: "Metrics of returns, net and gross",
    columns: [textColumn("metric"), ...columns, { title: "definition", kind: "wide" }],
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
      definition(metric),
    ])
  return drawTable({
    caption: "Metrics of turnover, exposure and cost",
    columns: [
      textColumn("metric"),
      ...["study", ...baselines.map(({ name }) => name)].map(numberColumn),
      { title: "definition", kind: "wide" },
    ],
    rows,
  })
}

const nameCell = ({ title }: Metric): Cell => ({ content: title })

const definition = ({ formula, source }: Metric): Cell => ({
  content: html`<small class="formula" title="${source}">${formula}</small>`,
  sort: formula,
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

const relativeNames: ReadonlyArray<readonly [name: string, title: string, isPercent: boolean]> = [
  ["beta", "beta", false],
  ["alpha", "alpha a year", true],
  ["correlation", "correlation", false],
  ["tracking_error", "tracking error a year", true],
  ["information_ratio", "information ratio", false],
  ["up_capture", "up capture", false],
  ["down_capture", "down capture", false],
]

function against({ benchmark, figures, reasons, n }: Relative): Html {
  return html`<h3>Against ${benchmark}</h3><dl class="facts">${relativeNames.map(
    ([name, title, isPercent]) => {
      const value = figures[name]
      const shown =
        value === null || value === undefined ? "undefined" : isPercent ? percent(value) : fixed(value, 2)
      return html`<div><dt>${title}</dt><dd><b>${shown}</b>${reasons[name] !== undefined && html`<small>${reasons[name]}</small>`}</dd></div>`
    },
  )}</dl><p class="note">Over ${n} sessions on which both have a return.</p>`
}
