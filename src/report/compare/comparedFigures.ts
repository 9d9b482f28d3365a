/** What a comparison shows of each system first; the document has every metric of returns. */
import type { ComparedSystem, ComparedYear } from "../../experiment/compare/Comparison.ts"
import { metricCatalogue } from "../../pipeline/metrics/metricCatalogue.ts"
import type { Unit } from "../../pipeline/metrics/Metric.ts"
import { figureText } from "../text/metricsTable.ts"

export interface ComparedFigure {
  readonly title: string
  readonly of: (system: ComparedSystem) => number | null
  readonly text: (value: number | null) => string
  /** reason why a system has no such figure */
  readonly reason: (system: ComparedSystem) => string | undefined
}

const names = [
  "total_return",
  "cagr",
  "volatility",
  "sharpe",
  "sortino",
  "max_drawdown",
  "calmar",
  "longest_drawdown_sessions",
  "skewness",
  "cvar_95",
  "worst_day",
  "hit_rate",
]

const ofCatalogue: ReadonlyArray<ComparedFigure> = names.flatMap((name) => {
  const metric = metricCatalogue.find((one) => one.name === name)
  return metric === undefined
    ? []
    : [
        {
          title: metric.title,
          of: ({ net }) => net[name] ?? null,
          text: (value) => figureText(metric.unit, value),
          reason: ({ reasons }) => reasons[`net.${name}`],
        } satisfies ComparedFigure,
      ]
})

export const comparedFigures: ReadonlyArray<ComparedFigure> = [
  ...ofCatalogue,
  {
    title: "Sharpe ratio, gross",
    of: ({ gross }) => gross["sharpe"] ?? null,
    text: (value) => figureText("ratio", value),
    reason: ({ reasons }) => reasons["gross.sharpe"],
  },
  {
    title: "cost a year",
    of: ({ cost_bps_per_year }) => cost_bps_per_year,
    text: (value) => (value === null ? "—" : `${value.toFixed(1)} bps`),
    reason: () => undefined,
  },
]

export interface YearFigure {
  readonly title: string
  readonly of: (year: ComparedYear | undefined) => number | null
  readonly text: (value: number | null) => string
}

const yearFigure = (
  title: string,
  name: "total_return" | "sharpe" | "max_drawdown" | "volatility",
  unit: Unit,
): YearFigure => ({
  title,
  of: (year) => year?.[name] ?? null,
  text: (value) => figureText(unit, value),
})

export const yearFigures: ReadonlyArray<YearFigure> = [
  yearFigure("return", "total_return", "fraction"),
  yearFigure("Sharpe ratio", "sharpe", "ratio"),
  yearFigure("deepest drawdown", "max_drawdown", "fraction"),
  yearFigure("volatility", "volatility", "fraction"),
]
