/**
 * The table of metrics that a run ends with: net beside gross, each in the unit that people read, and beside them what
 * equal weight earns net on the same dates at the same costs.
 */
import type { Summary } from "../../pipeline/metrics/summary.ts"
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import type { Metric, Unit } from "../../pipeline/metrics/Metric.ts"
import { table } from "./table.ts"

export function metricsTable(summary: Summary, baseline: Summary | undefined): string {
  const returns = metricCatalogue
    .filter(({ of }) => of === "returns")
    .map((metric) => returnRow(metric, summary, baseline))
  const book = metricCatalogue
    .filter(({ of }) => of === "book")
    .map((metric) => [
      metric.title,
      figureText(metric.unit, summary.book[metric.name] ?? null),
      ...(baseline === undefined ? [] : [figureText(metric.unit, baseline.book[metric.name] ?? null)]),
    ])
  const yardstick = baseline === undefined ? [] : ["equal weight"]
  return [
    spanText(summary),
    "",
    table([["", "net", "gross", ...yardstick], ...returns]),
    "",
    table([["", "net", ...yardstick], ...book]),
  ].join("\n")
}

function spanText({ window: { first_fill, last, sessions, reason }, n }: Summary): string {
  if (first_fill === null) return `no sessions counted: ${reason}`
  return n === sessions
    ? `${first_fill} … ${last}, ${sessions} sessions`
    : `${first_fill} … ${last}, ${n} of ${sessions} sessions counted: ruin`
}

function returnRow(metric: Metric, summary: Summary, baseline: Summary | undefined): ReadonlyArray<string> {
  const cell = (from: Summary, side: "net" | "gross"): string =>
    metric.unit === "date"
      ? (from.dates[side][metric.name] ?? "—")
      : figureText(metric.unit, from[side][metric.name] ?? null)
  const yardstick = baseline === undefined ? [] : [cell(baseline, "net")]
  return [metric.title, cell(summary, "net"), cell(summary, "gross"), ...yardstick]
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
