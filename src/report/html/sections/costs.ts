import type { Capacity } from "../../../pipeline/metrics/capacity.ts"
import type { CostSummary } from "../../../pipeline/costs/CostSummary.ts"
import { drawTimeChart } from "../chart/drawTimeChart.ts"
import { counted, cumulated, knownSpan } from "../daily.ts"
import { brief, fixed, grouped } from "../figures.ts"
import { html, type Html } from "../Html.ts"
import type { DailyTable } from "../ReportData.ts"
import { bar, drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const costs: Section = {
  id: "costs",
  title: "Costs and capacity",
  draw: ({ costs: summary, costsByDay, capacity, metrics }) =>
    summary === undefined && costsByDay === undefined && capacity === undefined
      ? undefined
      : html`${summary !== undefined && html`<p class="lead">${summary.sentence}</p>`}${costsByDay !== undefined && overTime(counted(costsByDay, metrics))}${summary !== undefined && componentTable(summary)}${capacity !== undefined && capacityTable(capacity)}`,
}

const components = [
  ["spread", "s0"],
  ["slippage", "s1"],
  ["impact", "s2"],
] as const

function overTime(table: DailyTable): Html | undefined {
  const { days, columns } = knownSpan(table, ["cost"])
  const series = components.flatMap(([name, mark]) =>
    columns[name] === undefined ? [] : [{ name, mark, values: cumulated(columns[name], 1e4) }],
  )
  if (series.length === 0 || days.length < 2) return undefined
  return drawTimeChart({
    id: "costs-chart",
    title: "Costs added up since the first fill",
    description: "Running sums of spread, slippage and impact in basis points of net asset value.",
    days,
    series,
    unit: "bps",
    height: 160,
    isStacked: true,
  })
}

function componentTable(summary: CostSummary): Html {
  const perDay = summary.components_bps_per_day
  const total = summary.cost_bps_per_day
  const share = (part: number | null): string =>
    part === null || total === null || total === 0 ? "—" : `${fixed((100 * part) / total, 0)} %`
  return html`<p class="note">Paid on ${summary.turnover_basis} turnover.</p>${drawTable({
    caption: "Costs by component",
    columns: [textColumn("component"), numberColumn("bps a day"), numberColumn("share")],
    rows: (["spread", "slippage", "impact"] as const).map((name) => [
      name,
      numberCell(perDay[name], fixed(perDay[name], 4)),
      numberCell(perDay[name], share(perDay[name])),
    ]),
    foot: ["all", fixed(total, 4), share(total)],
  })}`
}

function capacityTable({ curve, sentence }: Capacity): Html {
  const ratios = curve.map(({ sharpe }) => sharpe ?? 0)
  const axis = [Math.min(0, ...ratios), Math.max(0, ...ratios)] as const
  return html`<h3>Capacity</h3><p class="note">${sentence}</p><details><summary>Sharpe ratio by capital</summary>${drawTable(
    {
      caption: "Sharpe ratio after all costs, by capital",
      columns: [textColumn("capital"), numberColumn("Sharpe"), { title: "", kind: "wide" }],
      rows: curve.map(({ capital, sharpe }) => [
        { content: capital < 1e6 ? grouped(capital) : brief(capital / 1e6) + " million", sort: capital },
        numberCell(sharpe, fixed(sharpe, 2)),
        { content: bar(0, sharpe ?? 0, axis, (sharpe ?? 0) < 0 ? "loss" : "gain"), sort: sharpe ?? "" },
      ]),
    },
  )}</details>`
}
