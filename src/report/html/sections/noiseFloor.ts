import { countedNoun } from "../../../kernel/countedNoun.ts"
import type { NoiseFloor } from "../../../pipeline/metrics/noiseFloor.ts"
import { fixed, percent } from "../figures.ts"
import { html, type Html } from "../Html.ts"
import { drawTable, numberCell, numberColumn, textColumn } from "../table.ts"
import type { Section } from "./Section.ts"

export const noiseFloor: Section = {
  id: "noise-floor",
  title: "Noise floor",
  draw: ({ noiseFloor: found }) =>
    found === undefined || found.floors.length === 0
      ? undefined
      : html`<p class="lead">The Sharpe ratio that the study’s holdings have on returns drawn anew, beside the ${fixed(found.sharpe, 2)} that it has. What chance shows often is no skill.</p>
${found.floors.map((floor) => histogram(floor, found))}${floorTable(found)}`,
}

type Floor = NoiseFloor["floors"][number]

const drawnBy: Readonly<Record<string, string>> = {
  signs: "signs of sessions drawn: a market without drift or trend",
  rotation: "history turned against decisions: what the average holdings earn",
}

const nameOf = (kind: string): string => drawnBy[kind] ?? kind

function floorTable({ floors }: NoiseFloor): Html {
  return drawTable({
    caption: "The study's Sharpe ratio among those of chance",
    isSortable: false,
    columns: [
      textColumn("drawn"),
      numberColumn("draws"),
      numberColumn("mean"),
      numberColumn("95 % below"),
      numberColumn("highest"),
      numberColumn("rank of the study"),
      numberColumn("p"),
    ],
    rows: floors.map(({ kind, draws, mean, quantile_95, highest, rank, p_value, reason }) => [
      { content: html`${nameOf(kind)}${reason !== null && html`<small class="reason">${reason}</small>`}` },
      numberCell(draws, draws),
      numberCell(mean, fixed(mean, 2)),
      numberCell(quantile_95, fixed(quantile_95, 2)),
      numberCell(highest, fixed(highest, 2)),
      numberCell(rank, rank ?? "—"),
      numberCell(p_value, percent(p_value, 1)),
    ]),
  })
}

/** Bars of the histogram, and pixels of its plot. */
const size = { bars: 40, height: 90, foot: 18 }

/** How often chance shows which ratio, and where the study stands. */
function histogram({ kind, draws }: Floor, { sharpe, draws: all }: NoiseFloor): Html | undefined {
  const ratios = all.flatMap((draw) => (draw.kind === kind && draw.sharpe !== null ? [draw.sharpe] : []))
  if (ratios.length < 2 || sharpe === null) return undefined
  const [low, high] = [Math.min(sharpe, ...ratios), Math.max(sharpe, ...ratios)]
  const width = (high - low) / size.bars || 1
  const counts = new Array<number>(size.bars).fill(0)
  for (const ratio of ratios) counts[Math.min(size.bars - 1, Math.floor((ratio - low) / width))]!++
  const most = Math.max(...counts)
  const at = (ratio: number): number => Math.round((1000 * (ratio - low)) / (size.bars * width)) / 10
  const bars = counts.map((count, i) => {
    const tall = Math.round((10 * size.height * count) / most) / 10
    return (
      count > 0 &&
      html`<rect x="${(100 * i) / size.bars}%" width="${100 / size.bars - 0.3}%" y="${size.height - tall}" height="${tall}"/>`
    )
  })
  const label = (ratio: number, anchor: string): Html =>
    html`<text x="${at(ratio)}%" y="${size.height + 14}" text-anchor="${anchor}">${fixed(ratio, 2)}</text>`
  const place = at(sharpe)
  return html`<figure><figcaption>${countedNoun(draws, "draw")}: ${nameOf(kind)}</figcaption>
<svg class="histogram s5" width="100%" height="${size.height + size.foot}" role="img" aria-label="Histogram of the Sharpe ratios of ${draws} draws from ${fixed(low, 2)} to ${fixed(high, 2)}; the study has ${fixed(sharpe, 2)}">${bars}<line class="study" x1="${place}%" x2="${place}%" y1="0" y2="${size.height}"/>${place > 8 && label(low, "start")}${place < 92 && label(high, "end")}<text class="own" x="${place}%" y="${size.height + 14}" text-anchor="${place > 92 ? "end" : place < 8 ? "start" : "middle"}">${fixed(sharpe, 2)} study</text></svg></figure>`
}
