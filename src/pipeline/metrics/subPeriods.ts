import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { sharpeStandardError } from "../../kernel/sharpeInference.ts"
import { cagr } from "./cagr.ts"
import { rates } from "./config.ts"
import { evaluate, type ReturnInput, type ReturnMetric } from "./Metric.ts"
import { maxDrawdown } from "./maxDrawdown.ts"
import * as MetricInput from "./MetricInput.ts"
import { sharpe } from "./sharpe.ts"
import { sharpeSample } from "./sharpeSample.ts"
import { totalReturn } from "./totalReturn.ts"
import { volatility } from "./volatility.ts"

const figure = Schema.NullOr(Schema.Finite)

export const subPeriods = Schema.Struct({
  parts: Schema.Array(
    Schema.Struct({
      first: Schema.String,
      last: Schema.String,
      n: Schema.Int,
      total_return: figure,
      cagr: figure,
      volatility: figure,
      sharpe: figure,
      sharpe_standard_error: figure.annotate({ description: "of that ratio over so few sessions (Mertens)" }),
      max_drawdown: figure,
    }),
  ),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there are no parts" }),
})

export type SubPeriods = typeof subPeriods.Type

export const subPeriodsType = Document.of("metrics-sub-periods", subPeriods)

/**
 * Net figures over consecutive stretches of the counted sessions. Lengths differ by one session at most, the longer ones last; each
 * starts at equity 1, so that they compound to the total.
 */
export const MetricsSubPeriods = Node.define({
  name: "metrics/sub-periods",
  title: "return, volatility, Sharpe ratio and drawdown over stretches of equal length, net",
  config: Schema.Struct({
    parts: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 })).annotate({
      description: "stretches; fewer sessions than these make one each",
    }),
    ...rates.fields,
  }),
  inputs: { net: Series.type, window: Window.type },
  output: subPeriodsType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }, { parts, risk_free, mar, periods_per_year }): SubPeriods => {
    const rows = Window.countedRows(window, net)
    const count = rows.to - rows.from
    if (count === 0) return { parts: [], reason: window.reason ?? "no session is counted" }
    const perYear = { riskFree: risk_free, mar, periodsPerYear: periods_per_year }
    const whole = MetricInput.ofColumn(net, "net", rows, perYear)
    const pieces = Math.min(parts, count)
    const edge = (part: number) => Math.floor((part * count) / pieces)
    return {
      parts: Array.from({ length: pieces }, (_, part) =>
        figuresOf(MetricInput.slice(whole, edge(part), edge(part + 1))),
      ),
      reason: null,
    }
  },
})

function figuresOf(input: ReturnInput): SubPeriods["parts"][number] {
  const { sessions, returns, riskFree, periodsPerYear } = input
  const sample = sharpeSample(returns, riskFree)
  const of = (metric: ReturnMetric): number | null => {
    const outcome = evaluate(metric, input)
    return typeof outcome === "number" ? outcome : null
  }
  return {
    first: formatIsoDate(sessions[0]!),
    last: formatIsoDate(sessions.at(-1)!),
    n: sessions.length,
    total_return: of(totalReturn),
    cagr: of(cagr),
    volatility: of(volatility),
    sharpe: of(sharpe),
    sharpe_standard_error:
      sample === undefined ? null : sharpeStandardError(sample) * Math.sqrt(periodsPerYear),
    max_drawdown: of(maxDrawdown),
  }
}
