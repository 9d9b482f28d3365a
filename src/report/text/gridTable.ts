/** A grid of systems in words: the best of them, and what choosing it is worth. */
import type { GridCells } from "../../pipeline/metrics/grid.ts"
import type { Unit } from "../../pipeline/metrics/Metric.ts"
import type { OverfittingSheet } from "../../pipeline/metrics/overfitting.ts"
import { figureText } from "./metricsTable.ts"
import { overfittingLines } from "./overfitting.ts"
import { table } from "./table.ts"

const columns: ReadonlyArray<readonly [title: string, metric: string, unit: Unit]> = [
  ["Sharpe", "sharpe", "ratio"],
  ["return a year", "cagr", "fraction a year"],
  ["volatility", "volatility", "fraction a year"],
  ["deepest drawdown", "max_drawdown", "fraction"],
]

const shown = 10

export function gridText(cells: GridCells, overfitting: OverfittingSheet): string {
  const ratio = (cell: GridCells[number]): number => cell.figures["sharpe"] ?? -Infinity
  const best = cells.toSorted((a, b) => ratio(b) - ratio(a)).slice(0, shown)
  const rows = best.map(({ name, first, n, figures }) => [
    name,
    ...columns.map(([, metric, unit]) => figureText(unit, figures[metric] ?? null)),
    first ?? "never",
    String(n),
  ])
  const heading = ["", ...columns.map(([title]) => title), "from", "sessions"]
  const which = cells.length > shown ? `The ${shown} highest of ${cells.length}` : `All ${cells.length}`
  return [
    `${which}, each over its own sessions, net of costs:`,
    "",
    table([heading, ...rows]),
    "",
    ...overfittingLines(overfitting),
  ].join("\n")
}
