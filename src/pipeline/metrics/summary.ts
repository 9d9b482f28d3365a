import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import * as BookInputs from "./BookInputs.ts"
import { rates } from "./config.ts"
import { type BookInput, evaluate, type ReturnInput } from "./Metric.ts"
import * as MetricInput from "./MetricInput.ts"
import { metricCatalogue } from "./metricCatalogue.ts"
import * as Sheet from "./Sheet.ts"

const figures = Schema.Record(Schema.String, Schema.NullOr(Schema.Finite))
const dates = Schema.Record(Schema.String, Schema.NullOr(Schema.String))

export const summary = Schema.Struct({
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
    const sheet = fill({
      net: MetricInput.ofColumn(net, "net", rows, perYear),
      gross: MetricInput.ofColumn(net, "gross", rows, perYear),
      book: BookInputs.ofValues(values, rows, periods_per_year),
      emptyBecause: window.reason,
    })
    const n = rows.to - rows.from
    const short =
      n < window.sessions ? { n: `returns end after ${n} of ${window.sessions} sessions: ruin` } : {}
    return {
      window,
      n,
      periods_per_year,
      risk_free,
      mar,
      ...sheet.figures,
      dates: sheet.dates,
      reasons: { ...short, ...sheet.reasons },
    }
  },
})

interface Inputs {
  readonly net: ReturnInput
  readonly gross: ReturnInput
  readonly book: BookInput
  readonly emptyBecause: string | null
}

function fill({ net, gross, book, emptyBecause }: Inputs): Sheet.Sheet {
  const sheet = Sheet.make(emptyBecause)
  for (const metric of metricCatalogue) {
    if (metric.of === "book") {
      Sheet.enter(sheet, "book", metric, evaluate(metric, book))
    } else {
      Sheet.enter(sheet, "net", metric, evaluate(metric, net))
      Sheet.enter(sheet, "gross", metric, evaluate(metric, gross))
    }
  }
  return sheet
}
