/** A chart over time as one SVG whose text keeps its size while the plot stretches with the page. */
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { type Content, html, type Html, jsonBlock, own } from "../Html.ts"
import { areaPath, box, linePath } from "./paths.ts"
import { hoverData } from "./hoverData.ts"
import { extent, linearScale, logScale, type Scale } from "./scales.ts"
import { picked, thinRows } from "./thinRows.ts"
import { timeTicks } from "./timeTicks.ts"
import type { TimeChart } from "./TimeChart.ts"
import { unitOf } from "./units.ts"
import { valuesTable } from "./valuesTable.ts"

/** Two points a pixel of the widest plot there is. */
const mostRows = { wide: 1_800, narrow: 600 }
/** Of all series together: what keeps a page with many of them small. */
const mostPoints = 6_000

/** Values beyond this are no results, and no axis holds them: they show as unknown. */
const largest = 1e12

export function drawTimeChart(given: TimeChart): Html {
  const chart = {
    ...given,
    series: given.series.map((one) => ({
      ...one,
      values: one.values.map((value) => (Math.abs(value) <= largest ? value : NaN)),
    })),
  }
  const most = chart.isNarrow === true ? mostRows.narrow : mostRows.wide
  const rows = thinRows(
    chart.series.map(({ values }) => values),
    chart.days.length,
    Math.min(most, Math.floor(mostPoints / Math.max(1, chart.series.length))),
  )
  const days = picked(chart.days, rows)
  const series = chart.series.map((one) => ({ ...one, values: picked(one.values, rows) }))
  const thin = { ...chart, days, series }
  return html`<figure class="chart-figure" id="${chart.id}">
<figcaption>${chart.title}</figcaption>
${chart.hasLog === true && scaleSwitch(chart.id)}${legend(chart)}
<div class="chart-frame" data-chart tabindex="0" role="group" aria-label="${chart.title}: arrow keys step through its values">
${plot(thin)}
</div>
${jsonBlock("chart-data", hoverData(days, chart.unit, series))}${valuesTable(chart)}
</figure>`
}

function scaleSwitch(id: string): Html {
  const choice = (kind: string, label: string, isFirst: boolean): Html =>
    html`<label><input type="radio" name="${id}-scale" value="${kind}"${isFirst && own(" checked")}><span>${label}</span></label>`
  return html`<fieldset class="scale-switch"><legend class="unseen">Scale of the vertical axis</legend>${choice("log", "log", true)}${choice("linear", "linear", false)}</fieldset>`
}

const legend = ({ series }: TimeChart): Content =>
  series.length > 1 &&
  html`<ul class="legend">${series.map(({ name, mark }) => html`<li><i class="key ${mark}"></i>${name}</li>`)}</ul>`

/** Room above the plot for the top label, and below for those of time, in pixels. */
const room = { top: 8, foot: 22 }

function plot(chart: TimeChart): Html {
  const { id, title, description, days, height = 240 } = chart
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 1]
  const x = Int32Array.from(days, (day) =>
    Math.round((box.width * (day - first)) / Math.max(1, last - first)),
  )
  const layers = chart.isStacked === true ? stackLayers(chart) : lineLayers(chart)
  const full = height + room.top + room.foot
  return html`<svg class="chart" width="100%" height="${full}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description} From ${formatIsoDate(first)} to ${formatIsoDate(last)}.</desc>
${timeTicks(first, last, chart.isNarrow === true ? 6 : 14).map(({ day, label, isMinor }) => {
  const at = (100 * (day - first)) / Math.max(1, last - first)
  const anchor = at > 97 ? "end" : "middle"
  return html`<g class="tick-x${isMinor && own(" minor")}"><line x1="${place(at)}" x2="${place(at)}" y1="${height + room.top}" y2="${height + room.top + 4}"/><text x="${place(at)}" y="${height + room.top + 17}" text-anchor="${anchor}">${label}</text></g>`
})}
${layers.map(({ scale, draw }) => layer(chart, scale, height, draw(x)))}
<line class="cursor" y1="${room.top}" y2="${height + room.top}" x1="0" x2="0" visibility="hidden"/>
</svg>`
}

/** One axis of values with what is drawn on it. */
interface Layer {
  readonly scale: Scale
  readonly draw: (x: Int32Array) => Content
}

function layer(chart: TimeChart, scale: Scale, height: number, marks: Content): Html {
  const { unit, base, hasLog } = chart
  const y = (value: number): number => Math.round(10 * (room.top + (1 - scale.place(value)) * height)) / 10
  const only = hasLog === true ? ` only-${scale.kind}` : ""
  return html`<g class="layer${own(only)}">${scale.ticks.map(
    (tick) =>
      html`<line class="grid${own(tick === base ? " base" : "")}" x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/>`,
  )}<svg class="plot" x="0" y="${room.top}" width="100%" height="${height}" viewBox="0 0 ${box.width} ${box.height}" preserveAspectRatio="none">${marks}</svg>${scale.ticks.map(
    (tick) =>
      html`<text class="tick-y" x="-8" y="${y(tick) + 4}" text-anchor="end">${unitOf[unit].tick(tick)}</text>`,
  )}</g>`
}

function lineLayers(chart: TimeChart): ReadonlyArray<Layer> {
  const { series, base, hasLog } = chart
  const [low, high] = extent(series.map(({ values }) => values))
  const linear = linearScale(Math.min(low, base ?? low), Math.max(high, base ?? high))
  const scales = hasLog === true && low > 0 ? [logScale(Math.min(low, base ?? low), high), linear] : [linear]
  return scales.map((scale) => ({ scale, draw: (x) => lines(chart, scale, x) }))
}

/** The study stands in front: lines are drawn from the last series to the first. */
function lines({ series, base, isFilled }: TimeChart, scale: Scale, x: Int32Array): Content {
  const toBox = (value: number): number => box.height * (1 - scale.place(value))
  const drawn = series.map(
    ({ mark, values }) => html`<path class="line ${mark}" d="${own(linePath(x, values.map(toBox)))}"/>`,
  )
  const [first] = series
  const area =
    isFilled === true && first !== undefined && base !== undefined
      ? html`<path class="wash ${first.mark}" d="${own(areaPath(x, first.values.map(toBox), Math.round(toBox(base))))}"/>`
      : undefined
  return [area, drawn.reverse()]
}

/**
 * Positive parts stand on each other upwards from 0 and negative ones downwards, in the order of the series. Each is drawn
 * from 0 to where it ends, the outermost first, so that the inner ones cover it and every line is there once.
 */
function stackLayers({ series, days }: TimeChart): ReadonlyArray<Layer> {
  const up = new Float64Array(days.length)
  const down = new Float64Array(days.length)
  const ends = series.flatMap(({ mark, values }) => {
    values.forEach((value, i) => {
      if (value > 0) up[i] = up[i]! + value
      if (value < 0) down[i] = down[i]! + value
    })
    return [
      ...(values.some((value) => value > 0) ? [{ mark, edge: up.slice() }] : []),
      ...(values.some((value) => value < 0) ? [{ mark, edge: down.slice() }] : []),
    ]
  })
  const scale = linearScale(...extent([up, down, Float64Array.of(0)]))
  const foot = Math.round(box.height * (1 - scale.place(0)))
  const draw = (x: Int32Array): Content =>
    ends
      .map(({ mark, edge }) => {
        const y = edge.map((value) => box.height * (1 - scale.place(value)))
        return html`<path class="area ${mark}" d="${own(areaPath(x, y, foot))}"/>`
      })
      .reverse()
  return [{ scale, draw }]
}

const place = (percentage: number): Html => own(`${Math.round(100 * percentage) / 100}%`)
