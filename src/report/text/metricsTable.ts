/** The table of metrics that a run ends with: net beside gross, each in the unit that people read. */
import type { Summary } from "../../pipeline/metrics/summary.ts"
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import type { Metric, Unit } from "../../pipeline/metrics/Metric.ts"
import { table } from "./table.ts"

export function metricsTable(summary: Summary): string {
  const returns = metricCatalogue
    .filter(({ of }) => of === "returns")
    .map((metric) => returnRow(metric, summary))
  const book = metricCatalogue
    .filter(({ of }) => of === "book")
    .map((metric) => [metric.title, figureText(metric.unit, summary.book[metric.name] ?? null)])
  const { first_fill, last, sessions, reason } = summary.window
  const span =
    first_fill === null ? `no sessions counted: ${reason}` : `${first_fill} … ${last}, ${sessions} sessions`
  return [span, "", table([["", "net", "gross"], ...returns]), "", table(book)].join("\n")
}

function returnRow(metric: Metric, summary: Summary): ReadonlyArray<string> {
  const cell = (side: "net" | "gross"): string =>
    metric.unit === "date"
      ? (summary.dates[side][metric.name] ?? "—")
      : figureText(metric.unit, summary[side][metric.name] ?? null)
  return [metric.title, cell("net"), cell("gross")]
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
      return `${value.toFixed(3)} bps`
    default:
      return value.toFixed(3)
  }
}
