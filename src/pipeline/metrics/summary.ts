import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import * as BookInputs from "./BookInputs.ts"
import { rates } from "./config.ts"
import { evaluate, type Metric, type Outcome, undefinedBecause } from "./Metric.ts"
import * as MetricInput from "./MetricInput.ts"
import { metricCatalogue } from "./metricCatalogue.ts"

const figures = Schema.Record(Schema.String, Schema.NullOr(Schema.Finite))
const dates = Schema.Record(Schema.String, Schema.NullOr(Schema.String))

const summary = Schema.Struct({
  window: Window.schema,
  n: Schema.Int.annotate({ description: "returns counted: the window's sessions, fewer after ruin" }),
  periods_per_year: Schema.Finite,
  risk_free: Schema.Finite.annotate({ description: "per year, decimal" }),
  mar: Schema.Finite.annotate({ description: "per year, decimal" }),
  net: figures.annotate({ description: "metrics of net returns by name; null where undefined" }),
  gross: figures.annotate({ description: "the same metrics of gross returns" }),
  book: figures.annotate({ description: "metrics of turnover, exposure and cost" }),
  dates: Schema.Struct({ net: dates, gross: dates }),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({
    description: "why a metric is null, by group and name: net.sharpe; why n falls short of the window: n",
  }),
})

export type Summary = typeof summary.Type

export const summaryType = Document.of("metrics-summary", summary)

/** All metrics of the catalogue over the window, each null with its reason where it is undefined. */
export const MetricsSummary = Node.define({
  name: "metrics/summary",
  title: "every metric of the study, net and gross, and of its book",
  config: rates,
  inputs: {
    net: Series.type,
    book: Series.type,
    target_turnover: Panel.type,
    traded_turnover: Panel.type,
    window: Window.type,
    leverage: Node.optional(Series.type),
  },
  output: summaryType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: (values, { risk_free, mar, periods_per_year }): Summary => {
    const { window, net } = values
    const rows = Window.countedRows(window, net)
    const perYear = { riskFree: risk_free, mar, periodsPerYear: periods_per_year }
    const of = (column: "gross" | "net") => MetricInput.ofColumn(net, column, rows, perYear)
    const sheet = makeSheet(window.reason)
    const input = {
      net: of("net"),
      gross: of("gross"),
      book: BookInputs.ofValues(values, rows, periods_per_year),
    }
    for (const metric of metricCatalogue) {
      if (metric.of === "book") sheet.enter("book", metric, evaluate(metric, input.book))
      else
        for (const group of ["net", "gross"] as const)
          sheet.enter(group, metric, evaluate(metric, input[group]))
    }
    const n = rows.to - rows.from
    if (n < window.sessions)
      sheet.reasons["n"] = `the net returns end after ${n} of ${window.sessions} sessions: ruin`
    return {
      window,
      n,
      periods_per_year,
      risk_free,
      mar,
      ...sheet.figures,
      dates: sheet.dates,
      reasons: sheet.reasons,
    }
  },
})

type Figures = Record<string, number | null>
type Dates = Record<string, string | null>

/** Where outcomes are written down; in an empty window the window's reason says more than "needs a session". */
function makeSheet(emptyBecause: string | null) {
  const figures: { net: Figures; gross: Figures; book: Figures } = { net: {}, gross: {}, book: {} }
  const dates: { net: Dates; gross: Dates } = { net: {}, gross: {} }
  const reasons: Record<string, string> = {}
  const enter = (group: "net" | "gross" | "book", { name, unit }: Metric, outcome: Outcome): void => {
    const known = emptyBecause === null ? outcome : undefinedBecause(emptyBecause)
    const value = typeof known === "number" ? known : null
    if (typeof known !== "number") reasons[`${group}.${name}`] = known.undefined
    if (unit === "date" && group !== "book") dates[group][name] = value === null ? null : formatIsoDate(value)
    else figures[group][name] = value
  }
  return { figures, dates, reasons, enter }
}
