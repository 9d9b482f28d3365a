import type { AttributionSummary } from "../../../pipeline/attribution/summary.ts"
import { drawTimeChart } from "../chart/drawTimeChart.ts"
import { counted, cumulated, knownSpan } from "../daily.ts"
import { percent } from "../figures.ts"
import { html, type Html } from "../Html.ts"
import type { DailyTable } from "../ReportData.ts"
import { bar, drawTable, mostListed, numberCell, numberColumn, restNote, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const attribution: Section = {
  id: "attribution",
  title: "Attribution",
  draw: ({ attribution: summary, attributionByDay, metrics }) => {
    if (summary === undefined) return undefined
    return html`<p class="lead">What each layer added to the compounded net return: signal = market + timing, and signal + allocation + leverage + cost = net.</p>
${waterfall(summary)}${attributionByDay !== undefined && overTime(counted(attributionByDay, metrics))}
<div class="pair">${split("By asset", "asset", { ...summary.by_asset, cash: summary.cash })}${split("By sector", "sector", summary.by_sector)}${split("By side", "side", summary.by_side)}</div>`
  },
}

interface Step {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly isTotal?: boolean
}

/** Each part starts where the one before it ended; totals start at 0. */
function waterfall({ parts, total, reasons }: AttributionSummary): Html {
  const [market, timing, allocation, leverage, cost] = [
    parts.market,
    parts.timing,
    parts.allocation,
    parts.leverage,
    parts.cost,
  ].map(({ net }) => net)
  if (
    [market, timing, allocation, leverage, cost, total.net].some(
      (value) => value === null || value === undefined,
    )
  ) {
    const why = Object.values(reasons)
    return html`<p class="note">The parts cannot be linked${why.length === 0 ? "" : `: ${why.join("; ")}`}.</p>`
  }
  const steps: Array<Step> = []
  let level = 0
  const add = (name: string, part: number): void => {
    steps.push({ name, from: level, to: level + part })
    level += part
  }
  add("market: equal weight, always long", market!)
  add("timing: when the signal holds what", timing!)
  steps.push({ name: "signal", from: 0, to: level, isTotal: true })
  add("allocation: the allocator’s weights", allocation!)
  add("leverage", leverage!)
  add("cost", cost!)
  steps.push({ name: "net return", from: 0, to: total.net!, isTotal: true })
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const axis = [Math.min(0, ...ends), Math.max(0, ...ends)] as const
  return drawTable({
    caption: "Attribution of the net return",
    isSortable: false,
    columns: [textColumn("part"), numberColumn("added"), { title: "", kind: "wide" }],
    rows: steps.map(({ name, from, to, isTotal = false }) => [
      { content: isTotal ? html`<b>${name}</b>` : name },
      numberCell(to - from, isTotal ? html`<b>${percent(to - from)}</b>` : percent(to - from)),
      { content: bar(from, to, axis, isTotal ? "sum" : to < from ? "loss" : "gain") },
    ]),
  })
}

const partsOverTime = [
  ["market", "s1"],
  ["timing", "s2"],
  ["allocation", "s3"],
  ["leverage", "s4"],
] as const

function overTime(table: DailyTable): Html | undefined {
  const { days, columns } = knownSpan(table, ["market", "net"])
  const parts = partsOverTime.flatMap(([name, mark]) =>
    columns[name] === undefined ? [] : [{ name, mark, values: cumulated(columns[name]) }],
  )
  if (parts.length === 0 || days.length < 2) return undefined
  const cost = columns["cost"]
  return drawTimeChart({
    id: "attribution-chart",
    title: "Daily parts, added up and not compounded",
    description: "Running sums of what each layer added on each session.",
    days,
    series: [
      ...parts,
      ...(cost === undefined ? [] : [{ name: "cost", mark: "s5", values: cumulated(cost, -1) }]),
    ],
    unit: "percent",
    height: 200,
    base: 0,
  })
}

type Linked = Readonly<Record<string, AttributionSummary["cash"]>>

function split(title: string, what: string, parts: Linked): Html | undefined {
  const all = Object.entries(parts).sort(([, a], [, b]) => (b.net ?? 0) - (a.net ?? 0))
  if (all.length === 0) return undefined
  const rows =
    all.length <= mostListed ? all : [...all.slice(0, mostListed / 2), ...all.slice(-mostListed / 2)]
  const values = rows.map(([, { net }]) => net ?? 0)
  const axis = [Math.min(0, ...values), Math.max(0, ...values)] as const
  return html`<div><h3>${title}</h3>${drawTable({
    caption: `Attribution of the net return ${title.toLowerCase()}, before costs are taken off`,
    columns: [textColumn(what), numberColumn("added"), { title: "", kind: "wide" }],
    rows: rows.map(([name, { net }]) => [
      name,
      numberCell(net, percent(net)),
      { content: bar(0, net ?? 0, axis, (net ?? 0) < 0 ? "loss" : "gain"), sort: net ?? "" },
    ]),
  })}${restNote(all.length, "between these", "attribution.json")}</div>`
}
