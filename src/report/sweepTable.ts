/** The cells of a sweep as rows: what was set, what became of it, and every figure of the study. */
import * as Schema from "effect/Schema"
import type { SweepCell } from "../experiment/sweep/runSweep.ts"
import { metricCatalogue } from "../pipeline/metrics/metricCatalogue.ts"
import { figuresOf } from "./figures.ts"
import { figureText } from "./text/metricsTable.ts"
import { table } from "./text/table.ts"

/** First the varied paths, then status and key, then the figures; an empty field is an undefined figure. RFC 4180. */
export function sweepCsv(cells: ReadonlyArray<SweepCell>): string {
  const paths = pathsOf(cells)
  const names = figureNames(cells)
  const rows = cells.map(({ values, status, runKey, metrics }) => {
    const figures = figuresOf(metrics)
    return [
      ...paths.map((path) => valueText(values[path])),
      status,
      runKey,
      ...names.map((name) => numberText(figures?.[name])),
    ]
  })
  return [[...paths, "status", "run_key", ...names], ...rows]
    .map((row) => `${row.map(quoted).join(",")}\n`)
    .join("")
}

/** Metrics that a first look asks for; all of them are in the CSV and the JSON. */
const firstLook = ["cagr", "volatility", "sharpe", "max_drawdown", "mean_traded_turnover"]

export function sweepText(cells: ReadonlyArray<SweepCell>): string {
  const paths = pathsOf(cells)
  const known = figureNames(cells)
  const wanted = firstLook.filter((name) => known.includes(name))
  const names = wanted.length > 0 ? wanted : known.slice(0, firstLook.length)
  const rows = cells.map(({ values, status, metrics }) => {
    const figures = figuresOf(metrics)
    return [
      ...paths.map((path) => valueText(values[path])),
      ...names.map((name) => (status === "failed" ? "failed" : shown(name, figures?.[name] ?? null))),
    ]
  })
  const header = [...paths, ...names]
  return table(
    [header, ...rows],
    header.map(() => "right"),
  )
}

/** A shorter look back begins earlier: such cells are not to be compared by the table alone. */
export function spanLines(cells: ReadonlyArray<SweepCell>): ReadonlyArray<string> {
  const firsts = [...new Set(cells.flatMap(({ metrics }) => firstFillOf(metrics) ?? []))].toSorted()
  return firsts.length < 2
    ? []
    : [`Cells begin on ${firsts[0]} … ${firsts.at(-1)}: each figure above is of the cell's own sessions.`]
}

const hasFirstFill = Schema.is(Schema.Struct({ window: Schema.Struct({ first_fill: Schema.String }) }))

const firstFillOf = (metrics: unknown): string | undefined =>
  hasFirstFill(metrics) ? metrics.window.first_fill : undefined

const units = new Map(metricCatalogue.map(({ name, unit }) => [name, unit]))

const shown = (name: string, value: number | null): string => figureText(units.get(name) ?? "ratio", value)

const pathsOf = (cells: ReadonlyArray<SweepCell>): ReadonlyArray<string> =>
  Object.keys(cells[0]?.values ?? {})

const figureNames = (cells: ReadonlyArray<SweepCell>): ReadonlyArray<string> => [
  ...new Set(cells.flatMap(({ metrics }) => Object.keys(figuresOf(metrics) ?? {}))),
]

const valueText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

/** Shortest text that reads back to the same double. */
const numberText = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : Object.is(value, -0) ? "-0" : String(value)

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
