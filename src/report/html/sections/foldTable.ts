/** Figures of the stretches that a study was tested over, one a row. */
import { fixed, percent } from "../figures.ts"
import type { Html } from "../Html.ts"
import { bar, type Cell, type Column, drawTable, numberCell, numberColumn } from "../table.ts"

interface Figures {
  readonly total_return: number | null
  readonly sharpe: number | null
  readonly volatility: number | null
  readonly max_drawdown: number | null
}

export interface FoldRow {
  /** what stands before the figures */
  readonly cells: ReadonlyArray<Cell | string>
  readonly net: Figures
  readonly gross: Figures
}

/** @param columns what stands before the figures */
export function foldTable(
  caption: string,
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<FoldRow>,
): Html {
  const returns = rows.map(({ net }) => net.total_return ?? 0)
  const axis = [Math.min(0, ...returns), Math.max(0, ...returns)] as const
  return drawTable({
    caption,
    columns: [
      ...columns,
      numberColumn("return"),
      { title: "", kind: "wide" },
      numberColumn("Sharpe"),
      numberColumn("volatility"),
      numberColumn("deepest drawdown"),
      numberColumn("gross return"),
    ],
    rows: rows.map(({ cells, net, gross }) => [
      ...cells,
      numberCell(net.total_return, percent(net.total_return)),
      {
        content: bar(0, net.total_return ?? 0, axis, (net.total_return ?? 0) < 0 ? "loss" : "gain"),
        sort: net.total_return ?? "",
      },
      numberCell(net.sharpe, fixed(net.sharpe, 2)),
      numberCell(net.volatility, percent(net.volatility)),
      numberCell(net.max_drawdown, percent(net.max_drawdown)),
      numberCell(gross.total_return, percent(gross.total_return)),
    ]),
  })
}

interface OverFolds {
  readonly stability_ratio: number | null
  readonly pct_folds_positive: number | null
  readonly worst_fold_sharpe: number | null
}

/** @param what years, folds */
export const overAll = (
  what: string,
  { stability_ratio, pct_folds_positive, worst_fold_sharpe }: OverFolds,
): string =>
  `The Sharpe ratio is positive in ${percent(pct_folds_positive, 0)} of the ${what} and ${fixed(worst_fold_sharpe, 2)} in the worst; mean over deviation of these ratios ${fixed(stability_ratio, 2)}.`
