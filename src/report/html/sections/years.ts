import { fixed, percent } from "../figures.ts"
import { html } from "../Html.ts"
import { bar, drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const years: Section = {
  id: "years",
  title: "Years as folds",
  draw: ({ yearly }) => {
    if (yearly === undefined || yearly.years.length === 0) return undefined
    const returns = yearly.years.map(({ net }) => net.total_return ?? 0)
    const axis = [Math.min(0, ...returns), Math.max(0, ...returns)] as const
    const { stability_ratio, pct_folds_positive, worst_fold_sharpe } = yearly.net
    return html`${drawTable({
      caption: "Net figures of each calendar year",
      columns: [
        textColumn("year"),
        numberColumn("sessions"),
        numberColumn("return"),
        { title: "", kind: "wide" },
        numberColumn("Sharpe"),
        numberColumn("volatility"),
        numberColumn("deepest drawdown"),
        numberColumn("gross return"),
      ],
      rows: yearly.years.map(({ year, sessions, partial, net, gross }) => [
        {
          content: html`${year}${partial && html` <abbr title="sessions of the year lie outside the study">part</abbr>`}`,
          sort: year,
        },
        numberCell(sessions, sessions),
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
    })}<p class="note">Positive in ${percent(pct_folds_positive, 0)} of the years; Sharpe ratio of the worst ${fixed(worst_fold_sharpe, 2)}; mean over deviation of the years’ ratios ${fixed(stability_ratio, 2)}.</p>`
  },
}
