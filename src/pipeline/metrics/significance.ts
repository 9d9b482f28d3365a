import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { minimumTrackRecord, probabilisticSharpe, sharpeStandardError } from "../../kernel/sharpeInference.ts"
import { rates } from "./config.ts"
import { sharpeSample } from "./sharpeSample.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const significance = Schema.Struct({
  n: Schema.Int,
  sharpe: figure("a year, of net returns"),
  standard_error: figure("of that ratio, a year; robust to skewness and fat tails (Mertens)"),
  probability_above_zero: figure("probabilistic Sharpe ratio against 0 (Bailey, López de Prado 2012)"),
  confidence: Schema.Finite,
  minimum_track_record_sessions: figure(
    "sessions before a ratio of this size is above 0 with that confidence; null with a reason",
  ),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({ description: "why a figure is null" }),
})

export type Significance = typeof significance.Type

export const significanceType = Document.of("metrics-significance", significance)

/** How sure one may be of the Sharpe ratio, were this the only study ever made. */
export const MetricsSignificance = Node.define({
  name: "metrics/significance",
  title: "standard error of the Sharpe ratio, its probability to be above 0, and the history it needs, net",
  config: Schema.Struct({
    confidence: Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 0.999 }))
      .annotate({ description: "for the minimum track record" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.95))),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, window: Window.type },
  output: significanceType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }, { confidence, risk_free, periods_per_year }): Significance => {
    const { from, to } = Window.countedRows(window, net)
    const returns = Series.column(net, "net").subarray(from, to)
    const sample = sharpeSample(returns, risk_free / periods_per_year)
    const n = returns.length
    if (sample === undefined) {
      const reason = window.reason ?? (n < 3 ? `needs 3 sessions, has ${n}` : "the returns do not vary")
      return unknown(n, confidence, reason)
    }
    const needed = minimumTrackRecord(sample, 0, confidence)
    const perYear = Math.sqrt(periods_per_year)
    return {
      n,
      sharpe: sample.sharpe * perYear,
      standard_error: sharpeStandardError(sample) * perYear,
      probability_above_zero: probabilisticSharpe(sample, 0),
      confidence,
      minimum_track_record_sessions: needed === Infinity ? null : needed,
      reasons:
        needed === Infinity ? { minimum_track_record_sessions: "the Sharpe ratio is not above 0" } : {},
    }
  },
})

const names = ["sharpe", "standard_error", "probability_above_zero", "minimum_track_record_sessions"]

const unknown = (n: number, confidence: number, reason: string): Significance => ({
  n,
  sharpe: null,
  standard_error: null,
  probability_above_zero: null,
  confidence,
  minimum_track_record_sessions: null,
  reasons: Object.fromEntries(names.map((name) => [name, reason])),
})
