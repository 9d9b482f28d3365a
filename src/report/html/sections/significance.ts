import { fixed, grouped, percent } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import { drawTable, numberColumn, span, textColumn } from "../table.ts"
import { probabilityText } from "../../text/probability.ts"
import type { Deflation } from "../../../pipeline/metrics/deflation.ts"
import type { ReportData } from "../ReportData.ts"
import type { Section } from "./Section.ts"

export const significance: Section = {
  id: "significance",
  title: "How sure one may be",
  draw: (data) => {
    const { significance: found, bootstrap, deflation } = data
    if (found === undefined && bootstrap === undefined && deflation === undefined) return undefined
    return html`${intervals(data)}<dl class="facts">${facts(data)}</dl>`
  },
}

/** What is said of the ratio, each as a stretch of the same axis. */
function intervals({ significance: found, bootstrap, deflation }: ReportData): Html | undefined {
  if (found === undefined || found.sharpe === null || found.standard_error === null) return undefined
  const { sharpe, standard_error: error } = found
  const rows: Array<{
    readonly name: string
    readonly low: number
    readonly high: number
    readonly point?: number
  }> = [{ name: "estimate ± one standard error", low: sharpe - error, high: sharpe + error, point: sharpe }]
  if (bootstrap !== undefined && bootstrap.low !== null && bootstrap.high !== null)
    rows.push({
      name: `middle ${percent(bootstrap.confidence, 0)} of ${grouped(bootstrap.samples)} resampled histories`,
      low: bootstrap.low,
      high: bootstrap.high,
      point: sharpe,
    })
  for (const [what, part] of Object.entries(bars(deflation))) {
    if (part.trials > 1 && part.sharpe_without_skill !== null)
      rows.push({
        name: `best of ${part.trials} trials ${what}, without skill`,
        low: 0,
        high: part.sharpe_without_skill,
      })
  }
  const axis = [
    Math.min(0, ...rows.map(({ low }) => low)),
    Math.max(0, ...rows.map(({ high }) => high)),
  ] as const
  return drawTable({
    caption: "The Sharpe ratio and its uncertainty",
    isSortable: false,
    columns: [
      textColumn("Sharpe ratio a year, net"),
      numberColumn("from"),
      numberColumn("to"),
      { title: "", kind: "wide" },
    ],
    rows: rows.map(({ name, low, high, point }) => [
      name,
      fixed(low, 2),
      fixed(high, 2),
      { content: span(low, high, axis, "s0", point) },
    ]),
  })
}

const bars = (deflation: Deflation | undefined) =>
  deflation === undefined
    ? {}
    : { "of this question": deflation.question, "on this snapshot": deflation.snapshot }

function facts({ significance: found, bootstrap, deflation }: ReportData): Content {
  return [
    found !== undefined && [
      fact(
        "Sharpe ratio",
        found.sharpe === null ? undefined : `${fixed(found.sharpe, 2)} ± ${fixed(found.standard_error, 2)}`,
        found.reasons["sharpe"] ??
          "a year, net; the standard error allows for skewness and fat tails (Mertens)",
      ),
      fact(
        "Above 0 with (PSR)",
        probability(found.probability_above_zero),
        found.reasons["probability_above_zero"] ??
          "probabilistic Sharpe ratio, were this the only study ever made",
      ),
      fact(
        "Minimum track record",
        found.minimum_track_record_sessions === null
          ? undefined
          : `${grouped(Math.ceil(found.minimum_track_record_sessions))} sessions`,
        found.reasons["minimum_track_record_sessions"] ??
          `for a ratio of this size to be above 0 with ${percent(found.confidence, 0)}; there are ${grouped(found.n)}`,
      ),
    ],
    bootstrap !== undefined &&
      fact(
        "Bootstrap interval",
        bootstrap.low === null ? undefined : `${fixed(bootstrap.low, 2)} … ${fixed(bootstrap.high, 2)}`,
        bootstrap.reason ??
          `stationary bootstrap, blocks of ${fixed(bootstrap.mean_block_sessions, 1)} sessions on average; ${percent(bootstrap.share_above_zero, 1)} of the histories are above 0`,
      ),
    ...Object.entries(bars(deflation)).map(([what, part]) =>
      fact(
        `Deflated (DSR), trials ${what}`,
        probability(part.probability),
        part.reason ??
          (part.trials === 1
            ? "1 trial in the ledger, this one"
            : `${grouped(part.trials)} trials, the best of which would show ${fixed(part.sharpe_without_skill, 2)} without skill`),
      ),
    ),
  ]
}

const probability = (value: number | null): string | undefined =>
  value === null ? undefined : probabilityText(value)

const fact = (name: string, value: string | undefined, note: string): Html =>
  html`<div><dt>${name}</dt><dd><b>${value ?? "undefined"}</b><small>${note}</small></dd></div>`
