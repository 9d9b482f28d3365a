import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { calendarSpans, isPartial } from "../../kernel/calendarSpans.ts"
import { rates } from "./config.ts"
import { figureOf, figuresOfFold, ofFold, overFolds, reasonsField } from "./foldSheet.ts"
import { evaluate, type ReturnInput, type ReturnMetric } from "./Metric.ts"
import * as MetricInput from "./MetricInput.ts"
import { pctFoldsPositive } from "./pctFoldsPositive.ts"
import { stabilityRatio } from "./stabilityRatio.ts"
import { worstFoldSharpe } from "./worstFoldSharpe.ts"

const yearly = Schema.Struct({
  years: Schema.Array(
    Schema.Struct({
      year: Schema.Int,
      sessions: Schema.Int,
      partial: Schema.Boolean.annotate({ description: "sessions of the year lie outside the window" }),
      net: ofFold,
      gross: ofFold,
    }),
  ),
  net: overFolds,
  gross: overFolds,
  reasons: reasonsField("net.2020.sharpe, gross.stability_ratio"),
})

export type Yearly = typeof yearly.Type

export const yearlyType = Document.of("metrics-yearly", yearly)

/**
 * The calendar years as folds, and how steady the study is over them. A year's equity starts at 1 on the session before
 * it; its returns compound to the total. Partial years are in, and marked.
 */
export const MetricsYearly = Node.define({
  name: "metrics/yearly",
  title: "return, Sharpe ratio, volatility and drawdown of each calendar year, net and gross",
  config: rates,
  inputs: { net: Series.type, window: Window.type },
  output: yearlyType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }, { risk_free, mar, periods_per_year }): Yearly => {
    const rows = Window.countedRows(window, net)
    const perYear = { riskFree: risk_free, mar, periodsPerYear: periods_per_year }
    const inputs = {
      net: MetricInput.ofColumn(net, "net", rows, perYear),
      gross: MetricInput.ofColumn(net, "gross", rows, perYear),
    }
    const reasons: Record<string, string> = {}
    const over = (path: string, input: ReturnInput) => {
      const ask = (metric: ReturnMetric) =>
        figureOf(reasons, `${path}.${metric.name}`, evaluate(metric, input))
      return {
        stability_ratio: ask(stabilityRatio),
        pct_folds_positive: ask(pctFoldsPositive),
        worst_fold_sharpe: ask(worstFoldSharpe),
      }
    }
    const { sessions, base } = inputs.net
    const after = net.calendar.sessions[rows.to]
    return {
      years: calendarSpans(sessions, "year").map((span) => ({
        year: span.year,
        sessions: span.to - span.from,
        partial: isPartial(span, sessions, base, after),
        net: figuresOfFold(reasons, `net.${span.year}`, MetricInput.slice(inputs.net, span.from, span.to)),
        gross: figuresOfFold(
          reasons,
          `gross.${span.year}`,
          MetricInput.slice(inputs.gross, span.from, span.to),
        ),
      })),
      net: over("net", inputs.net),
      gross: over("gross", inputs.gross),
      reasons,
    }
  },
})
