import { drawTimeChart } from "../chart/drawTimeChart.ts"
import type { TimeChartUnit } from "../chart/units.ts"
import { knownSpan } from "../daily.ts"
import { html, type Html } from "../Html.ts"
import type { DailyTable } from "../ReportData.ts"
import type { Section } from "./Section.ts"

interface Rolling {
  readonly column: string
  readonly title: string
  readonly unit: TimeChartUnit
  readonly mark: string
}

const charts: ReadonlyArray<Rolling> = [
  { column: "sharpe", title: "Sharpe ratio", unit: "ratio", mark: "s0" },
  { column: "volatility", title: "Volatility a year", unit: "percent", mark: "s1" },
  { column: "beta", title: "Beta to equal weight", unit: "ratio", mark: "s2" },
]

export const rolling: Section = {
  id: "rolling",
  title: "The last 252 sessions, rolling",
  draw: ({ rolling: table }) => {
    const drawn = table === undefined ? [] : charts.flatMap((chart) => draw(table, chart) ?? [])
    return drawn.length === 0 ? undefined : html`<div class="pair">${drawn}</div>`
  },
}

function draw(table: DailyTable, { column, title, unit, mark }: Rolling): Html | undefined {
  const { days, columns } = knownSpan(table, [column])
  const values = columns[column]
  if (values === undefined || days.length < 2) return undefined
  return drawTimeChart({
    id: `rolling-${column}`,
    title,
    description: `${title} over the last 252 counted sessions, net.`,
    days,
    series: [{ name: title, mark, values }],
    unit,
    height: 150,
    isNarrow: true,
    base: 0,
  })
}
