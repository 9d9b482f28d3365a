/** The first lines of the sheet: the question, and what a reader looks for first. */
import { countedNoun } from "../../../kernel/countedNoun.ts"
import { fixed, percent } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import type { ReportData } from "../ReportData.ts"

export function headline(data: ReportData): Html {
  const { experiment, question, metrics } = data
  return html`<header class="head"><p class="file">${experiment}</p><h1>${question}</h1>
${metrics !== undefined && html`<p class="lead">${window(metrics.window)} Net of costs unless said otherwise.</p><dl class="tiles">${tiles(data)}</dl>`}${warningLine(data)}</header>`
}

const window = ({
  first_fill,
  last,
  sessions,
  reason,
}: NonNullable<ReportData["metrics"]>["window"]): string =>
  first_fill === null
    ? `No session counts: ${reason ?? "no reason given"}.`
    : `${first_fill} … ${last}, ${sessions} sessions.`

function tiles({ metrics, baselines, significance, deflation }: ReportData): Content {
  const { net = {}, book = {} } = metrics ?? {}
  const [first] = baselines
  const beside = (name: string, text: (value: number | null | undefined) => string): string =>
    first === undefined ? "" : `${text(first.metrics.net[name])} ${first.name}`
  const error = significance?.standard_error
  const above = significance?.probability_above_zero
  const trials = deflation?.question.trials
  return [
    tile("Return a year", percent(net["cagr"]), beside("cagr", percent)),
    tile("Volatility", percent(net["volatility"]), beside("volatility", percent)),
    tile(
      "Sharpe ratio",
      html`${fixed(net["sharpe"], 2)}${typeof error === "number" && html`<span class="error"> ± ${fixed(error, 2)}</span>`}`,
      beside("sharpe", (value) => fixed(value, 2)),
    ),
    tile("Deepest drawdown", percent(net["max_drawdown"]), beside("max_drawdown", percent)),
    tile(
      "Cost a year",
      `${fixed(book["cost_bps_per_year"], 1)} bps`,
      `turnover ${percent(book["mean_traded_turnover"])} a session`,
    ),
    typeof above === "number" &&
      tile(
        "Sharpe above 0",
        shortProbability(above),
        trials === undefined
          ? "were it the only study ever made"
          : `were it the only study; ${countedNoun(trials, "trial")} on record`,
      ),
  ]
}

const tile = (name: string, value: Content, note: string): Html =>
  html`<div><dt>${name}</dt><dd><b>${value}</b><small>${note}</small></dd></div>`

const warningLine = ({ warnings }: ReportData): Content =>
  warnings.length > 0 &&
  html`<p class="alert"><a href="#warnings">${countedNoun(warnings.length, "warning")}</a></p>`

/** As long as a tile is wide; never all or nothing. */
const shortProbability = (share: number): string =>
  share > 0.999 ? "> 99.9 %" : share < 0.001 ? "< 0.1 %" : percent(share, 1)
