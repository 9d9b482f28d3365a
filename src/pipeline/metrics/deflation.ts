import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Trials from "../../domain/Trials.ts"
import * as Window from "../../domain/Window.ts"
import { sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { deflatedSharpe, expectedMaximum, type SharpeSample } from "../../kernel/sharpeInference.ts"
import { rates } from "./config.ts"
import { sharpeSample } from "./sharpeSample.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const deflated = Schema.Struct({
  trials: Schema.Int.annotate({ description: "this study and the others in the ledger" }),
  deviation: figure("of the trials' Sharpe ratios, a year"),
  sharpe_without_skill: figure("that the best of so many trials reaches without skill, a year"),
  probability: figure("that the study's true Sharpe ratio is above that (deflated Sharpe ratio)"),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there is no probability" }),
})

const deflation = Schema.Struct({
  question: deflated.annotate({ description: "among trials of the same question" }),
  snapshot: deflated.annotate({ description: "among trials on the same snapshot" }),
})

export type Deflation = typeof deflation.Type

export const deflationType = Document.of("metrics-deflation", deflation)

/**
 * What the Sharpe ratio is worth after all that was tried. Trials count in full, also where they move together: a ledger
 * keeps ratios, not returns, so the deflation errs on the strict side.
 *
 * Source: D. Bailey, M. López de Prado (2014), The Deflated Sharpe Ratio, Journal of Portfolio Management 40(5).
 */
export const MetricsDeflation = Node.define({
  name: "metrics/deflation",
  title: "Sharpe ratio deflated by the trials in the ledger, net",
  config: Schema.Struct({
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, window: Window.type, trials: Trials.type },
  output: deflationType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window, trials }, { risk_free, periods_per_year }): Deflation => {
    const { from, to } = Window.countedRows(window, net)
    const returns = Series.column(net, "net").subarray(from, to)
    const sample = sharpeSample(returns, risk_free / periods_per_year)
    const perYear = Math.sqrt(periods_per_year)
    const among = (others: Trials.Trials["question"]) =>
      sample === undefined
        ? nothing(others.count + 1, window.reason ?? "the study has no Sharpe ratio")
        : deflate(sample, others, perYear)
    return { question: among(trials.question), snapshot: among(trials.snapshot) }
  },
})

const nothing = (trials: number, reason: string): Deflation["question"] => ({
  trials,
  deviation: null,
  sharpe_without_skill: null,
  probability: null,
  reason,
})

function deflate(
  sample: SharpeSample,
  others: Trials.Trials["question"],
  perYear: number,
): Deflation["question"] {
  const trials = others.count + 1
  const ratios = Float64Array.of(sample.sharpe, ...others.sharpes.map((ratio) => ratio / perYear))
  if (trials > 1 && ratios.length < 2) return nothing(trials, "no other trial has a Sharpe ratio")
  const deviation = trials === 1 ? 0 : sampleDeviation(ratios)
  return {
    trials,
    deviation: deviation * perYear,
    sharpe_without_skill: deviation * expectedMaximum(trials) * perYear,
    probability: deflatedSharpe(sample, trials, deviation),
    reason: null,
  }
}
