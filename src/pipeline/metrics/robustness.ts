import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { subPeriodsType, subPeriods } from "./subPeriods.ts"
import { type Summary, summaryType } from "./summary.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const figures = {
  first_fill: Schema.NullOr(Schema.String),
  n: Schema.Int.annotate({ description: "sessions counted" }),
  total_return: figure("net"),
  cagr: figure("net"),
  volatility: figure("net"),
  sharpe: figure("net"),
  max_drawdown: figure("net"),
  cost_bps_per_year: figure("gross less net, basis points of capital"),
}

const robustness = Schema.Struct({
  costs: Schema.Struct({
    rows: Schema.Array(Schema.Struct({ scale: Schema.Finite, ...figures })).annotate({
      description: "the study with its costs times each factor",
    }),
    break_even_scale: figure(
      "factor at which costs take all that the study earns on average beyond the risk-free rate",
    ),
    reason: Schema.NullOr(Schema.String).annotate({ description: "why there is no such factor" }),
  }),
  delays: Schema.Array(Schema.Struct({ extra_sessions: Schema.Int, ...figures })).annotate({
    description: "the study with orders that wait longer, all over the same sessions",
  }),
  starts: Schema.Array(
    Schema.Struct({
      start: Schema.String,
      ...figures,
      study_sharpe: figure("of the study itself over these sessions: begun before, at another state"),
      study_cagr: figure("the same"),
    }),
  ).annotate({ description: "the study begun at each date" }),
  sub_periods: subPeriods,
})

export type Robustness = typeof robustness.Type

export const robustnessType = Document.of("metrics-robustness", robustness)

/** How a result holds up under other costs, delays and beginnings: each variant a whole study, summed up by its metrics. */
export const MetricsRobustness = Node.define({
  name: "metrics/robustness",
  title: "a study under other costs, delays and starts, and over parts of its sessions",
  config: Schema.Struct({
    cost_scales: Schema.Array(Schema.Finite),
    extra_delays: Schema.Array(Schema.Int),
    starts: Schema.Array(Schema.String),
  }),
  inputs: {
    metrics: summaryType,
    costs: Node.many(summaryType),
    delays: Node.many(summaryType),
    starts: Node.many(summaryType),
    study: Node.many(summaryType),
    sub_periods: subPeriodsType,
  },
  output: robustnessType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ metrics, costs, delays, starts, study, sub_periods }, config): Robustness => ({
    costs: {
      rows: rowsOf(config.cost_scales, costs, (scale) => ({ scale })),
      ...breakEven(metrics),
    },
    delays: rowsOf(config.extra_delays, delays, (extra_sessions) => ({ extra_sessions })),
    starts: rowsOf(config.starts, starts, (start) => ({
      start,
      study_sharpe: study[start]?.net["sharpe"] ?? null,
      study_cagr: study[start]?.net["cagr"] ?? null,
    })),
    sub_periods,
  }),
})

/** A variant that was asked for and did not come is left out. */
function rowsOf<V, Head>(
  values: ReadonlyArray<V>,
  summaries: Readonly<Record<string, Summary>>,
  head: (value: V) => Head,
) {
  return values.flatMap((value) => {
    const summary = summaries[String(value)]
    return summary === undefined ? [] : [{ ...head(value), ...figuresOf(summary) }]
  })
}

const figuresOf = ({ window, n, net, book }: Summary) => ({
  first_fill: window.first_fill,
  n,
  total_return: net["total_return"] ?? null,
  cagr: net["cagr"] ?? null,
  volatility: net["volatility"] ?? null,
  sharpe: net["sharpe"] ?? null,
  max_drawdown: net["max_drawdown"] ?? null,
  cost_bps_per_year: book["cost_bps_per_year"] ?? null,
})

/** Net returns are linear in the factor on all costs: net = gross − factor · cost, so the factor is a ratio of means. */
function breakEven({ gross, book }: Summary): Pick<Robustness["costs"], "break_even_scale" | "reason"> {
  const none = (reason: string) => ({ break_even_scale: null, reason })
  const [ratio, volatility] = [gross["sharpe"] ?? null, gross["volatility"] ?? null]
  const cost = (book["cost_bps_per_year"] ?? 0) / 1e4
  if (ratio === null || volatility === null) return none("the gross Sharpe ratio is undefined")
  if (!(cost > 0)) return none("the study has no costs")
  if (!(ratio > 0)) return none("it loses before costs")
  return { break_even_scale: (ratio * volatility) / cost, reason: null }
}
