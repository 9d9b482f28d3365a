/** A comparison as one page of the same kind as a tear sheet. */
import type {
  Compared,
  ComparedPair,
  ComparedSystem,
  ComparisonDocument,
} from "../../experiment/compare/Comparison.ts"
import type { ReturnInput } from "../../pipeline/metrics/Metric.ts"
import { drawdown } from "../../kernel/drawdown.ts"
import { drawTimeChart } from "../html/chart/drawTimeChart.ts"
import type { ChartSeries } from "../html/chart/TimeChart.ts"
import { fixed, typographic } from "../html/figures.ts"
import { html, type Html } from "../html/Html.ts"
import { drawPage } from "../html/page/page.ts"
import { bar, type Cell, drawTable, numberCell, numberColumn, textColumn } from "../html/table.ts"
import { comparedFigures, yearFigures } from "./comparedFigures.ts"
import { pValueText } from "./pValueText.ts"
import { verdict } from "./verdict.ts"

/** @returns an HTML document that needs nothing but itself */
export function comparisonPage({ document, inputs }: Compared): string {
  return drawPage({
    title: `Comparison of ${document.systems.map(({ name }) => name).join(", ")}`,
    head: head(document),
    parts: [
      { id: "figures", title: "Figures", body: figures(document.systems) },
      { id: "equity", title: "Equity", body: equity(document, inputs) },
      { id: "drawdowns", title: "Drawdowns", body: drawdowns(document, inputs) },
      {
        id: "years",
        title: "Years",
        body: html`${yearFigures.map((figure) => years(document.systems, figure))}`,
      },
      { id: "correlations", title: "Correlations", body: correlations(document) },
      { id: "differences", title: "Can they be told apart?", body: differences(document) },
      { id: "systems", title: "The systems", body: provenance(document.systems) },
    ],
    data: undefined,
  })
}

function head({ first, last, sessions, systems, notes }: ComparisonDocument): Html {
  return html`<header class="head"><p class="file">${systems.length} systems side by side</p><h1>${systems.map(({ name }) => name).join(" · ")}</h1>
<p class="lead">${first} … ${last}, ${sessions} sessions that all of them count. Net of costs unless said otherwise.</p>${notes.map((note) => html`<p class="note">${note}</p>`)}</header>`
}

const markOf = (i: number): string => `s${i}`

const nameOf = ({ name }: ComparedSystem, i: number): Html => html`<i class="key ${markOf(i)}"></i>${name}`

/** A row a figure, a column a system. */
function figures(systems: ReadonlyArray<ComparedSystem>): Html {
  const cell = (figure: (typeof comparedFigures)[number], system: ComparedSystem): Cell => {
    const value = figure.of(system)
    const reason = value === null ? figure.reason(system) : undefined
    return numberCell(
      value,
      html`${typographic(figure.text(value))}${reason !== undefined && html`<small class="reason">${reason}</small>`}`,
    )
  }
  return drawTable({
    caption: "Figures of each system",
    columns: [textColumn("net of costs"), ...systems.map((system, i) => numberColumn(nameOf(system, i)))],
    isSortable: false,
    rows: comparedFigures.map((figure) => [figure.title, ...systems.map((system) => cell(figure, system))]),
  })
}

/** Each from 1 on the common session before the first one that counts. */
const linesOf = (
  systems: ReadonlyArray<ComparedSystem>,
  inputs: ReadonlyArray<ReturnInput>,
  of: (equity: Float64Array) => Float64Array,
) => {
  const longest = inputs.reduce((most, input) =>
    input.sessions.length > most.sessions.length ? input : most,
  )
  const first = longest.base ?? longest.sessions[0]! - 1
  const days = Int32Array.of(first, ...longest.sessions)
  const series = systems.map(({ name }, i): ChartSeries => {
    const values = new Float64Array(days.length).fill(NaN)
    values.set(of(inputs[i]!.equity))
    return { name, mark: markOf(i), values }
  })
  return { days, series }
}

function equity({ systems }: ComparisonDocument, inputs: ReadonlyArray<ReturnInput>): Html {
  const { days, series } = linesOf(systems, inputs, (level) => level)
  return drawTimeChart({
    id: "equity-chart",
    title: "Growth of 1, net",
    description: "Equity of every system after costs.",
    days,
    series,
    unit: "growth",
    height: 340,
    base: 1,
    hasLog: series.every(({ values }) => values.every((value) => !(value <= 0))),
  })
}

function drawdowns({ systems }: ComparisonDocument, inputs: ReadonlyArray<ReturnInput>): Html {
  const { days, series } = linesOf(systems, inputs, drawdown)
  return drawTimeChart({
    id: "drawdown-chart",
    title: "Loss since the highest equity so far, net",
    description: "How far the equity of every system stands below its highest value so far.",
    days,
    series,
    unit: "percent",
    height: 240,
    base: 0,
  })
}

function years(
  systems: ReadonlyArray<ComparedSystem>,
  { title, of, text }: (typeof yearFigures)[number],
): Html {
  const all = systems[0]?.years.map(({ year }) => year) ?? []
  return html`<h3>${title[0]!.toUpperCase()}${title.slice(1)}</h3>${drawTable({
    caption: `${title} by year`,
    columns: [textColumn("year"), ...systems.map((system, i) => numberColumn(nameOf(system, i)))],
    rows: all.toReversed().map((year) => [
      { content: year, sort: year },
      ...systems.map((system) => {
        const value = of(system.years.find((one) => one.year === year))
        return numberCell(value, typographic(text(value)))
      }),
    ]),
  })}`
}

function correlations({ systems, pairs }: ComparisonDocument): Html {
  const between = (one: string, other: string): number | null =>
    one === other
      ? 1
      : (pairs.find(
          ({ first, second }) => (first === one && second === other) || (first === other && second === one),
        )?.correlation ?? null)
  return html`<p class="lead">Of daily net returns.</p>${drawTable({
    caption: "Correlations of daily net returns",
    isSortable: false,
    columns: [textColumn(""), ...systems.map((system, i) => numberColumn(nameOf(system, i)))],
    rows: systems.map((system, i) => [
      { content: nameOf(system, i) },
      ...systems.map((other) => {
        const value = between(system.name, other.name)
        return numberCell(value, fixed(value, 2))
      }),
    ]),
  })}`
}

function differences(document: ComparisonDocument): Html {
  const { pairs } = document
  const sizes = pairs.map(({ sharpe_difference }) => sharpe_difference ?? 0)
  const axis = [Math.min(0, ...sizes), Math.max(0, ...sizes)] as const
  const row = ({
    first,
    second,
    sharpe_difference: size,
    standard_error,
    p_value,
    p_value_holm,
    reason,
  }: ComparedPair) => [
    {
      content: html`${first} − ${second}${reason !== null && html`<small class="reason">${reason}</small>`}`,
      sort: first,
    },
    numberCell(size, fixed(size, 2)),
    { content: bar(0, size ?? 0, axis, (size ?? 0) < 0 ? "loss" : "gain"), sort: size ?? "" },
    numberCell(standard_error, fixed(standard_error, 2)),
    numberCell(p_value, pValueText(p_value)),
    numberCell(p_value_holm, pValueText(p_value_holm)),
  ]
  return html`<p class="lead">${verdict(document)}</p>${drawTable({
    caption: "Differences of Sharpe ratios",
    columns: [
      textColumn("Sharpe ratios a year"),
      numberColumn("difference"),
      { title: "", kind: "wide" },
      numberColumn("standard error"),
      numberColumn("p"),
      numberColumn("p, all pairs (Holm)"),
    ],
    rows: pairs.map(row),
  })}<p class="note">Ledoit and Wolf (2008), with the Parzen kernel and Andrews’ bandwidth: robust to fat tails and to dependence over time. p is two-sided, of no difference.</p>`
}

const provenance = (systems: ReadonlyArray<ComparedSystem>): Html =>
  drawTable({
    caption: "Where each system comes from",
    isSortable: false,
    columns: [
      textColumn("system"),
      textColumn("experiment"),
      textColumn("changed by path"),
      textColumn("own sessions"),
      textColumn("run"),
    ],
    rows: systems.map((system, i) => [
      { content: nameOf(system, i) },
      system.experiment,
      Object.entries(system.overrides)
        .map(([path, value]) => `${path} = ${JSON.stringify(value)}`)
        .join(", "),
      `${system.own_first ?? "none"} … ${system.own_last ?? ""}`,
      { content: html`<code>${system.run_id}</code>` },
    ]),
  })
