import type { ComparisonTable } from "../../experiment/artifacts/comparison.ts"
import type { Unit } from "../../pipeline/metrics/Metric.ts"
import { figureText } from "./metricsTable.ts"
import { table } from "./table.ts"

/** What a reader compares first; the document has every metric. */
export const comparedMetrics: ReadonlyArray<
  readonly [title: string, side: "net" | "gross" | "book", metric: string, unit: Unit]
> = [
  ["return a year", "net", "cagr", "fraction a year"],
  ["volatility", "net", "volatility", "fraction a year"],
  ["Sharpe", "net", "sharpe", "ratio"],
  ["gross Sharpe", "gross", "sharpe", "ratio"],
  ["deepest drawdown", "net", "max_drawdown", "fraction"],
  ["turnover a session", "book", "mean_traded_turnover", "multiple of capital"],
  ["cost a year", "book", "cost_bps_per_year", "bps of capital"],
]

/** Systems side by side, one a line, net of costs. */
export function comparisonTable({ systems, first_fill, last, sessions }: ComparisonTable): string {
  const rows = systems.map(({ name, ...of }) => [
    name,
    ...comparedMetrics.map(([, side, metric, unit]) => figureText(unit, of[side][metric] ?? null)),
  ])
  const span =
    first_fill === null
      ? "no sessions counted"
      : `${first_fill} … ${last}, ${sessions} sessions, net of costs`
  return [span, "", table([["", ...comparedMetrics.map(([title]) => title)], ...rows])].join("\n")
}
