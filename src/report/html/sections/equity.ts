import { drawTimeChart } from "../chart/drawTimeChart.ts"
import type { ChartSeries } from "../chart/TimeChart.ts"
import { growthOf, knownSpan, onDays } from "../daily.ts"
import { html } from "../Html.ts"
import type { DailyTable } from "../ReportData.ts"
import type { Section } from "./Section.ts"

export const equity: Section = {
  id: "equity",
  title: "Equity",
  draw: ({ equity: table, baselineReturns }) => {
    if (table === undefined) return undefined
    const { days, columns } = knownSpan(table, ["equity_net"])
    if (days.length < 2) return undefined
    const study: ReadonlyArray<ChartSeries> = [
      { name: "study, net of costs", mark: "s0", values: columns["equity_net"]! },
      ...(columns["equity_gross"] === undefined
        ? []
        : [{ name: "study, gross", mark: "thin s0", values: columns["equity_gross"] }]),
    ]
    const series = [...study, ...baselineLines(days, baselineReturns)]
    return html`<p class="lead">Growth of one unit of capital from the session before the first fill.${baselineReturns !== undefined && " Baselines trade on the same prices over the same sessions."}</p>
${drawTimeChart({
  id: "equity-chart",
  title: "Growth of 1",
  description: "Equity of the study after and before costs, and of its baselines.",
  days,
  series,
  unit: "growth",
  height: 320,
  base: 1,
  hasLog: series.every(({ values }) => values.every((value) => !(value <= 0))),
})}`
  },
}

/** Lines of what the study is held against, each from 1 on the first session on which it is known. */
function baselineLines(days: Int32Array, returns: DailyTable | undefined): ReadonlyArray<ChartSeries> {
  return Object.entries(returns?.columns ?? {}).map(([name, values], i) => ({
    name,
    mark: `ref s${1 + (i % 5)}`,
    values: growthOf(onDays(days, returns!.days, values)),
  }))
}
