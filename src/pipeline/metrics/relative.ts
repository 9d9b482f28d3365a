import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { rates } from "./config.ts"
import { evaluate } from "./Metric.ts"
import { relativeCatalogue } from "./relative/relativeCatalogue.ts"
import type { RelativeInput } from "./relative/RelativeMetric.ts"

export const relative = Schema.Struct({
  benchmark: Schema.String,
  n: Schema.Int.annotate({ description: "sessions on which both have a return" }),
  figures: Schema.Record(Schema.String, Schema.NullOr(Schema.Finite)),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({ description: "why a figure is null" }),
})

export type Relative = typeof relative.Type

export const relativeType = Document.of("metrics-relative", relative)

/**
 * The study's net returns against a benchmark's, session by session over the study's window. A session on which the
 * benchmark has no return (it was not listed yet, or is ruined) is left out of both, and `n` says how many are left.
 */
export const MetricsRelative = Node.define({
  name: "metrics/relative",
  title: "alpha, beta, tracking error, information ratio and capture against a benchmark, net",
  config: Schema.Struct({
    benchmark: Schema.String.annotate({ description: "its name, for the reader" }),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, benchmark: Series.type, window: Window.type },
  output: relativeType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, benchmark, window }, { benchmark: name, risk_free, periods_per_year }): Relative => {
    const { from, to } = Window.countedRows(window, net)
    const theirs = Series.column(benchmark, "net").subarray(from, to)
    const isKnown = (_: number, t: number) => !Number.isNaN(theirs[t]!)
    const input: RelativeInput = {
      sessions: net.calendar.sessions.subarray(from, to).filter(isKnown),
      returns: Series.column(net, "net").subarray(from, to).filter(isKnown),
      benchmark: theirs.filter(isKnown),
      riskFree: risk_free / periods_per_year,
      periodsPerYear: periods_per_year,
    }
    const figures: Record<string, number | null> = {}
    const reasons: Record<string, string> = {}
    for (const metric of relativeCatalogue) {
      const outcome = evaluate(metric, input)
      figures[metric.name] = typeof outcome === "number" ? outcome : null
      if (typeof outcome !== "number") reasons[metric.name] = window.reason ?? outcome.undefined
    }
    return { benchmark: name, n: input.sessions.length, figures, reasons }
  },
})
