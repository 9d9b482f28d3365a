/** Each figure with its formula and where that comes from. */
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import type { Relative } from "../../pipeline/metrics/relative.ts"
import { relativeCatalogue } from "../../pipeline/metrics/relative/relativeCatalogue.ts"
import type { Summary } from "../../pipeline/metrics/summary.ts"
import { figureText } from "./metricsTable.ts"

interface Defined {
  readonly title: string
  readonly formula: string
  readonly source: string
}

export function formulaLines(summary: Summary, relative: Relative | undefined): ReadonlyArray<string> {
  const own = metricCatalogue.flatMap((metric) => {
    const { name, unit } = metric
    if (unit === "date") return entry(metric, summary.dates.net[name] ?? "—", summary.reasons[`net.${name}`])
    const group = metric.of === "book" ? "book" : "net"
    return entry(metric, figureText(unit, summary[group][name] ?? null), summary.reasons[`${group}.${name}`])
  })
  const against =
    relative === undefined
      ? []
      : relativeCatalogue.flatMap((metric) =>
          entry(
            metric,
            figureText(metric.unit, relative.figures[metric.name] ?? null),
            relative.reasons[metric.name],
          ),
        )
  return [
    "",
    "net figures with their formulas:",
    ...own,
    ...(against.length === 0 ? [] : ["", `against ${relative!.benchmark}:`, ...against]),
  ]
}

const entry = (
  { title, formula, source }: Defined,
  value: string,
  reason: string | undefined,
): ReadonlyArray<string> => [
  `${title}: ${value}${reason === undefined ? "" : ` (${reason})`}`,
  `  = ${formula}`,
  `  ${source}`,
]
