/** A comparison as one long table: a figure a line, empty where undefined, for whatever reads CSV. */
import type { ComparedPair, ComparedSystem, ComparisonDocument } from "../../experiment/compare/Comparison.ts"

type Line = readonly [
  table: string,
  system: string,
  other: string,
  year: string,
  figure: string,
  value: number | string | null,
]

export function comparisonCsv({ systems, pairs }: ComparisonDocument): string {
  const lines: ReadonlyArray<Line> = [...systems.flatMap(systemLines), ...pairs.flatMap(pairLines)]
  const head = "table,system,other,year,figure,value"
  return `${[head, ...lines.map((line) => line.map(cell).join(","))].join("\n")}\n`
}

function systemLines({
  name,
  n,
  net,
  gross,
  dates,
  cost_bps_per_year,
  years,
}: ComparedSystem): ReadonlyArray<Line> {
  return [
    ["metrics", name, "", "", "n", n],
    ...Object.entries(net).map(([figure, value]): Line => ["metrics", name, "", "", figure, value]),
    ...Object.entries(dates).map(([figure, value]): Line => ["metrics", name, "", "", figure, value]),
    ["metrics", name, "", "", "cost_bps_per_year", cost_bps_per_year],
    ...Object.entries(gross).map(([figure, value]): Line => ["gross", name, "", "", figure, value]),
    ...years.flatMap(({ year, ...figures }) =>
      Object.entries(figures).map(
        ([figure, value]): Line => ["years", name, "", String(year), figure, value],
      ),
    ),
  ]
}

const pairLines = (pair: ComparedPair): ReadonlyArray<Line> =>
  pairFigures.map((figure): Line => ["pairs", pair.first, pair.second, "", figure, pair[figure]])

const pairFigures = [
  "n",
  "correlation",
  "sharpe_difference",
  "standard_error",
  "p_value",
  "p_value_holm",
] as const

/** Names are users': quoted where the format wants it, and never a formula to a spreadsheet. */
function cell(value: number | string | null): string {
  if (value === null) return ""
  if (typeof value === "number") return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
