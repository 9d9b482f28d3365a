/**
 * The table of metrics that a run ends with: net beside gross, each in the unit that people read, and beside them what
 * others earn net: equal weight on the same dates at the same costs, and the baselines of the experiment.
 */
import type { Summary } from "../../pipeline/metrics/summary.ts"
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import type { Metric, Unit } from "../../pipeline/metrics/Metric.ts"
import { table } from "./table.ts"

/** Another system, of which the net figures stand in a column. */
export interface Beside {
  readonly name: string
  readonly summary: Pick<Summary, "net" | "book" | "dates">
}

export function metricsTable(summary: Summary, beside: ReadonlyArray<Beside>): string {
  const returns = metricCatalogue
    .filter(({ of }) => of === "returns")
    .map((metric) => returnRow(metric, summary, beside))
  const book = metricCatalogue
    .filter(({ of }) => of === "book")
    .map((metric) => [
      metric.title,
      ...[{ summary }, ...beside].map((one) =>
        figureText(metric.unit, one.summary.book[metric.name] ?? null),
      ),
    ])
  const names = beside.map(({ name }) => name)
  return [
    spanText(summary),
    "",
    table([["", "net", "gross", ...names], ...returns]),
    "",
    table([["", "net", ...names], ...book]),
  ].join("\n")
}

function spanText({ window: { first_fill, last, sessions, reason }, n }: Summary): string {
  if (first_fill === null) return `no sessions counted: ${reason}`
  return n === sessions
    ? `${first_fill} … ${last}, ${sessions} sessions`
    : `${first_fill} … ${last}, ${n} of ${sessions} sessions counted: ruin`
}

function returnRow(metric: Metric, summary: Summary, beside: ReadonlyArray<Beside>): ReadonlyArray<string> {
  const cell = ({ dates, ...figures }: Pick<Summary, "net" | "gross" | "dates">, side: "net" | "gross") =>
    metric.unit === "date"
      ? (dates[side][metric.name] ?? "—")
      : figureText(metric.unit, figures[side][metric.name] ?? null)
  const others = beside.map((one) => cell({ gross: {}, ...one.summary }, "net"))
  return [metric.title, cell(summary, "net"), cell(summary, "gross"), ...others]
}

/** @param value null where the metric is undefined */
export function figureText(unit: Unit, value: number | null): string {
  if (value === null) return "—"
  switch (unit) {
    case "fraction":
    case "fraction a year":
    case "share":
      return `${(100 * value).toFixed(2)} %`
    case "sessions":
      return value.toFixed(0)
    case "bps of capital":
      return `${value.toFixed(4)} bps`
    case "multiple of capital":
      return value.toFixed(4)
    default:
      return value.toFixed(3)
  }
}
