import { drawTimeChart } from "../chart/drawTimeChart.ts"
import { knownSpan } from "../daily.ts"
import { percent } from "../figures.ts"
import { html, type Html } from "../Html.ts"
import { bar, dateColumn, drawTable, numberCell, numberColumn } from "../table.ts"
import type { Drawdowns } from "../../../pipeline/metrics/drawdowns.ts"
import type { DailyTable } from "../ReportData.ts"
import type { Section } from "./Section.ts"

export const drawdowns: Section = {
  id: "drawdowns",
  title: "Drawdowns",
  draw: ({ equity, drawdowns: falls }) => {
    const chart = equity === undefined ? undefined : underwater(equity)
    const table = falls === undefined || falls.episodes.length === 0 ? undefined : deepest(falls)
    return chart === undefined && table === undefined ? undefined : html`${chart}${table}`
  },
}

function underwater(equity: DailyTable): Html | undefined {
  const { days, columns } = knownSpan(equity, ["drawdown_net"])
  const values = columns["drawdown_net"]
  if (values === undefined || days.length < 2) return undefined
  return drawTimeChart({
    id: "drawdown-chart",
    title: "Loss since the highest equity so far, net",
    description: "How far net equity stands below its highest value so far.",
    days,
    series: [{ name: "drawdown", mark: "loss", values }],
    unit: "percent",
    height: 160,
    base: 0,
    isFilled: true,
  })
}

function deepest({ episodes, count }: Drawdowns): Html {
  const axis = [Math.min(...episodes.map(({ depth }) => depth)), 0] as const
  return html`<h3>The deepest of ${count}</h3>${drawTable({
    caption: "The deepest drawdowns of net equity",
    columns: [
      dateColumn("from peak"),
      dateColumn("trough"),
      dateColumn("recovered"),
      numberColumn("sessions down"),
      numberColumn("back"),
      numberColumn("depth"),
      { title: "", kind: "wide" },
    ],
    rows: episodes.map(({ peak, trough, recovery, sessions_to_trough, sessions_to_recovery, depth }) => [
      peak ?? "—",
      trough,
      recovery ?? "not yet",
      numberCell(sessions_to_trough, sessions_to_trough),
      numberCell(sessions_to_recovery, sessions_to_recovery ?? "—"),
      numberCell(depth, percent(depth)),
      { content: bar(depth, 0, axis, "loss"), sort: depth },
    ]),
  })}`
}
