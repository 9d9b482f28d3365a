/** The study in each of its test windows, net, and how steady it is over them. */
import type { ByFold } from "../../pipeline/metrics/byFold.ts"
import { figureText } from "./metricsTable.ts"
import { table } from "./table.ts"

export function foldsTable({ folds, net }: ByFold): string {
  if (folds.length === 0) return "no test window has a session that counts"
  const rows = folds.map(({ name, train_sessions, test_from, test_to, sessions, partial, net: figures }) => [
    name,
    `${train_sessions}`,
    test_from,
    test_to,
    `${sessions}${partial ? " (partial)" : ""}`,
    figureText("ratio", figures.sharpe),
    figureText("fraction", figures.total_return),
    figureText("fraction a year", figures.volatility),
    figureText("fraction", figures.max_drawdown),
  ])
  const titles = [
    "fold",
    "training",
    "tested from",
    "to",
    "sessions",
    "Sharpe",
    "return",
    "volatility",
    "drawdown",
  ]
  return [
    table([titles, ...rows]),
    "",
    `stability ratio ${figureText("ratio", net.stability_ratio)}, positive in ${figureText("share", net.pct_folds_positive)} of the folds, worst Sharpe ratio ${figureText("ratio", net.worst_fold_sharpe)}`,
  ].join("\n")
}
