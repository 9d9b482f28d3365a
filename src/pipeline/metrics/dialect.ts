import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { rates } from "./config.ts"
import type { DialectInput } from "./conventions/Dialect.ts"
import { conventions } from "./conventions/conventionNames.ts"
import { dialects } from "./conventions/dialects.ts"
import { evaluate } from "./Metric.ts"

const dialect = Schema.Struct({
  tool: Schema.String,
  figures: Schema.Record(Schema.String, Schema.NullOr(Schema.Finite)),
  formulas: Schema.Record(Schema.String, Schema.String),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({ description: "why a figure is null" }),
})

export type DialectSheet = typeof dialect.Type

export const dialectType = Document.of("metrics-dialect", dialect)

/**
 * Net figures as another tool defines them, where it differs from Sage or has what Sage does not: to compare with somebody
 * who uses it. Sage's own figures stay in `metrics/summary`.
 */
export const MetricsDialect = Node.define({
  name: "metrics/dialect",
  title: "figures by the definitions of empyrical, quantstats or ffn, net",
  config: Schema.Struct({
    convention: Schema.Literals(conventions).annotate({ description: "whose definitions" }),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, benchmark: Series.type, window: Window.type },
  output: dialectType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, benchmark, window }, { convention, risk_free, periods_per_year }): DialectSheet => {
    const { from, to } = Window.countedRows(window, net)
    const { sessions } = net.calendar
    const theirs = Series.column(benchmark, "net").subarray(from, to)
    const input: DialectInput = {
      sessions: sessions.subarray(from, to),
      returns: Series.column(net, "net").subarray(from, to),
      base: from > 0 ? sessions[from - 1] : undefined,
      benchmark: theirs.some(Number.isNaN) ? undefined : theirs,
      riskFree: risk_free,
      periodsPerYear: periods_per_year,
    }
    const { tool, figures } = dialects[convention]
    const outcomes = figures.map(
      ({ name, compute }) => [name, evaluate({ needs: 2, compute }, input)] as const,
    )
    return {
      tool,
      figures: Object.fromEntries(
        outcomes.map(([name, outcome]) => [name, typeof outcome === "number" ? outcome : null]),
      ),
      formulas: Object.fromEntries(figures.map(({ name, formula }) => [name, formula])),
      reasons: Object.fromEntries(
        outcomes.flatMap(([name, outcome]) =>
          typeof outcome === "number" ? [] : [[name, window.reason ?? outcome.undefined]],
        ),
      ),
    }
  },
})
