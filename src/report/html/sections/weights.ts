import { drawTimeChart } from "../chart/drawTimeChart.ts"
import type { ChartSeries } from "../chart/TimeChart.ts"
import { percent } from "../figures.ts"
import { html } from "../Html.ts"
import type { HeldWeights } from "../ReportData.ts"
import { drawTable, mostListed, numberCell, numberColumn, restNote, textColumn } from "../table.ts"
import { investedSpan } from "../weights.ts"
import type { Section } from "./Section.ts"

/** Assets that get a colour of their own; all others are one. */
const mostShown = 9

export const weights: Section = {
  id: "weights",
  title: "Weights",
  draw: ({ weights: all }) => {
    const span = all === undefined ? undefined : investedSpan(all)
    if (span === undefined) return undefined
    const ranked = [...span.held]
      .map(([name, values]) => ({ name, values, size: meanSize(values) }))
      .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1))
    return html`<p class="lead">Shares of net asset value held at the close: long positions upwards, short ones and borrowed cash downwards.</p>
${drawTimeChart({
  id: "weights-chart",
  title: "Held weights and cash",
  description: "Stacked shares of each asset and of cash.",
  days: span.days,
  series: [...layers(ranked), { name: "cash", mark: "cash", values: cashOf(span) }],
  unit: "percent",
  height: 300,
  isStacked: true,
})}
<details><summary>Weights at the end and on average</summary>${drawTable({
      caption: "Held weight of each asset",
      columns: [
        textColumn("asset"),
        numberColumn("last"),
        numberColumn("mean"),
        numberColumn("least"),
        numberColumn("greatest"),
      ],
      rows: ranked.slice(0, mostListed).map(({ name, values }) => {
        const { last, mean, least, greatest } = describe(values)
        return [name, ...[last, mean, least, greatest].map((value) => numberCell(value, percent(value)))]
      }),
    })}${restNote(ranked.length, "assets with smaller weights", "weights.parquet")}</details>`
  },
}

interface Ranked {
  readonly name: string
  readonly values: Float64Array
}

function layers(ranked: ReadonlyArray<Ranked>): ReadonlyArray<ChartSeries> {
  const shown = ranked.length <= mostShown + 1 ? ranked : ranked.slice(0, mostShown)
  const others = ranked.slice(shown.length)
  const drawn = shown.map(({ name, values }, i) => ({ name, mark: `w${i}`, values }))
  return others.length === 0
    ? drawn
    : [
        ...drawn,
        {
          name: `${others.length} others, net`,
          mark: "w9",
          values: sumOf(others.map(({ values }) => values)),
        },
      ]
}

const known = (value: number): number => (Number.isNaN(value) ? 0 : value)

function sumOf(columns: ReadonlyArray<Float64Array>): Float64Array {
  const out = new Float64Array(columns[0]?.length ?? 0)
  for (const values of columns) values.forEach((value, row) => (out[row] = out[row]! + known(value)))
  return out
}

const cashOf = ({ held }: HeldWeights): Float64Array => sumOf([...held.values()]).map((sum) => 1 - sum)

const meanSize = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + Math.abs(known(value)), 0) / Math.max(1, values.length)

function describe(values: Float64Array) {
  const present = values.filter((value) => !Number.isNaN(value))
  const sum = present.reduce((total, value) => total + value, 0)
  return {
    last: values.at(-1),
    mean: present.length === 0 ? NaN : sum / present.length,
    least: present.reduce((least, value) => Math.min(least, value), Infinity),
    greatest: present.reduce((greatest, value) => Math.max(greatest, value), -Infinity),
  }
}
