import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Stream from "../../dag/Stream.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { mean } from "../../kernel/mean.ts"
import { power } from "../../kernel/power.ts"
import { quantile } from "../../kernel/quantile.ts"
import { resampledSharpes } from "../../kernel/resampledSharpes.ts"
import { isFlat, sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { rates } from "./config.ts"

const figure = Schema.NullOr(Schema.Finite)

const bootstrap = Schema.Struct({
  samples: Schema.Int,
  mean_block_sessions: Schema.Finite.annotate({ description: "expected length of the blocks drawn" }),
  confidence: Schema.Finite,
  low: figure.annotate({ description: "Sharpe ratio a year at the lower end of the interval" }),
  high: figure,
  share_above_zero: figure.annotate({
    description: "share of the resampled histories with a positive ratio",
  }),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there is no interval" }),
})

export type Bootstrap = typeof bootstrap.Type

export const bootstrapType = Document.of("metrics-bootstrap", bootstrap)

/**
 * How far the Sharpe ratio could be another one: histories of the same length drawn from the study's own net returns in
 * blocks of consecutive sessions (stationary bootstrap), and the middle part of their Sharpe ratios. Percentiles, not
 * corrected for bias. The seed of the study decides the draws.
 */
export const MetricsBootstrap = Node.define({
  name: "metrics/bootstrap",
  title: "interval of the Sharpe ratio from resampled histories, net",
  config: Schema.Struct({
    samples: Schema.Int.check(Schema.isBetween({ minimum: 10, maximum: 100_000 }))
      .annotate({ description: "histories drawn" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1000))),
    mean_block_sessions: Schema.optionalKey(
      Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 2520 })).annotate({
        description: "expected length of a block; left out: the cube root of the number of sessions",
      }),
    ),
    confidence: Schema.Finite.check(Schema.isBetween({ minimum: 0.5, maximum: 0.999 }))
      .annotate({ description: "share of the resampled ratios inside the interval" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0.95))),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, window: Window.type },
  output: bootstrapType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  stream: "bootstrap",
  run: ({ net, window }, config, { seed }): Bootstrap => {
    const { from, to } = Window.countedRows(window, net)
    const returns = Series.column(net, "net").subarray(from, to)
    const meanBlock = config.mean_block_sessions ?? Math.max(1, Math.round(power(returns.length, 1 / 3)))
    const facts = { samples: config.samples, mean_block_sessions: meanBlock, confidence: config.confidence }
    const reason = reasonOf(window, returns)
    if (reason !== null) return { ...facts, low: null, high: null, share_above_zero: null, reason }
    const source = Stream.column(seed, "bootstrap", "blocks")
    const ratios = resampledSharpes(
      returns,
      config.samples,
      meanBlock,
      config.risk_free / config.periods_per_year,
      (sample) => {
        let draw = 0
        return () => source.unit(sample, draw++)
      },
    )
    const annual = (share: number) => quantile(ratios, share) * Math.sqrt(config.periods_per_year)
    const tail = (1 - config.confidence) / 2
    const above = ratios.reduce((count, ratio) => count + (ratio > 0 ? 1 : 0), 0)
    return {
      ...facts,
      low: annual(tail),
      high: annual(1 - tail),
      share_above_zero: above / ratios.length,
      reason: null,
    }
  },
})

function reasonOf(window: Window.Window, returns: Float64Array): string | null {
  if (window.reason !== null) return window.reason
  if (returns.length < 10) return `needs 10 sessions, has ${returns.length}`
  return isFlat(sampleDeviation(returns), mean(returns)) ? "the returns do not vary" : null
}
