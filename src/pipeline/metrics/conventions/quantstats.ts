/** quantstats: a normal distribution behind value at risk and its tail, moments corrected for bias, idle sessions left out. */
import { correlationOf } from "../../../kernel/slopeOf.ts"
import { compound } from "../../../kernel/compound.ts"
import { difference } from "../../../kernel/difference.ts"
import { drawdown } from "../../../kernel/drawdown.ts"
import { exp } from "../../../kernel/exp.ts"
import { inverseNormal } from "../../../kernel/inverseNormal.ts"
import { mean } from "../../../kernel/mean.ts"
import { quantile } from "../../../kernel/quantile.ts"
import { isFlat, sampleDeviation } from "../../../kernel/sampleDeviation.ts"
import { probabilisticSharpe } from "../../../kernel/sharpeInference.ts"
import { type Outcome, undefinedBecause } from "../Metric.ts"
import type { Dialect, DialectFigure, DialectInput } from "./Dialect.ts"
import { gains, losses } from "./gains.ts"
import { sampleMoments } from "./sampleMoments.ts"

const figure = (
  name: string,
  formula: string,
  compute: (returns: Float64Array, input: DialectInput) => number,
): DialectFigure => ({
  name,
  formula,
  compute: (input) => {
    const value = compute(input.returns, input)
    return Number.isFinite(value) ? value : undefinedBecause("it divides by what is 0 here")
  },
})

export const quantstats: Dialect = {
  tool: "quantstats 0.0.86",
  figures: [
    figure("skew", "skewness corrected for bias", (r) => sampleMoments(r).skewness),
    figure("kurtosis", "excess kurtosis corrected for bias", (r) => sampleMoments(r).kurtosis),
    figure(
      "var",
      "5 % quantile of a normal distribution with the mean and std of r",
      (r) => mean(r) + sampleDeviation(r) * inverseNormal(0.05),
    ),
    figure("cvar", "mean below that quantile, of the same normal distribution", normalTail),
    figure("ulcer_index", "√(Σ drawdown² / (n − 1))", (r) => ulcer(drawdowns(r))),
    figure("win_rate", "share of r > 0 among r ≠ 0", (r) => share(r)),
    figure("payoff_ratio", "mean gain / mean loss", (r) => payoff(r)),
    figure("profit_factor", "Σ gains / Σ losses", (r) => gains(r) / losses(r)),
    figure("kelly_criterion", "(payoff·p − (1 − p)) / payoff, p = win_rate", (r) => {
      const [odds, wins] = [payoff(r), share(r)]
      return (odds * wins - (1 - wins)) / odds
    }),
    figure("gain_to_pain_ratio", "Σ r / Σ losses", (r) => (gains(r) - losses(r)) / losses(r)),
    figure("tail_ratio", "|95 % quantile / 5 % quantile|", tails),
    figure("common_sense_ratio", "profit_factor · tail_ratio", (r) => (gains(r) / losses(r)) * tails(r)),
    figure("probabilistic_sharpe_ratio", "of the session's ratio, with moments corrected for bias", (r) => {
      const { skewness, kurtosis } = sampleMoments(r)
      const sharpe = mean(r) / sampleDeviation(r)
      return probabilisticSharpe({ sharpe, count: r.length, skewness, kurtosis: kurtosis + 3 }, 0)
    }),
    {
      name: "information_ratio",
      formula: "mean(r − b) / std(r − b), a session; 0 where that does not vary",
      compute: ({ returns, benchmark }): Outcome => {
        if (benchmark === undefined) return undefinedBecause("the benchmark has no return on some sessions")
        const active = difference(returns, benchmark)
        const [average, deviation] = [mean(active), sampleDeviation(active)]
        return isFlat(deviation, average) ? 0 : average / deviation
      },
    },
    figure("serenity_index", "Σ r / (ulcer_index · pitfall), pitfall = −cvar(drawdown) / std(r)", (r) => {
      const falls = drawdowns(r)
      return (gains(r) - losses(r)) / (ulcer(falls) * (-normalTail(falls) / sampleDeviation(r)))
    }),
    figure(
      "smart_sharpe",
      "sharpe / √(1 + 2·Σ (n − k)/n·|ρ₁|ᵏ)",
      (r, { periodsPerYear }) =>
        ((mean(r) / sampleDeviation(r)) * Math.sqrt(periodsPerYear)) / autocorrelationPenalty(r),
    ),
  ],
}

/** Mean of the worst 5 % of a normal distribution with the mean and deviation of the values. */
function normalTail(values: Float64Array): number {
  const z = inverseNormal(0.05)
  return mean(values) - (sampleDeviation(values) * exp((-z * z) / 2)) / (Math.sqrt(2 * Math.PI) * 0.05)
}

const drawdowns = (returns: Float64Array): Float64Array => drawdown(compound(returns)).subarray(1)

const ulcer = (falls: Float64Array): number =>
  Math.sqrt(falls.reduce((sum, fall) => sum + fall * fall, 0) / (falls.length - 1))

const count = (returns: Float64Array, counts: (value: number) => boolean): number =>
  returns.reduce((sum, value) => sum + (counts(value) ? 1 : 0), 0)

const share = (returns: Float64Array): number =>
  count(returns, (value) => value > 0) / count(returns, (value) => value !== 0)

const payoff = (returns: Float64Array): number =>
  gains(returns) /
  count(returns, (value) => value > 0) /
  (losses(returns) / count(returns, (value) => value < 0))

function tails(returns: Float64Array): number {
  return Math.abs(quantile(returns, 0.95) / quantile(returns, 0.05))
}

function autocorrelationPenalty(returns: Float64Array): number {
  const n = returns.length
  const rho = Math.abs(correlationOf(returns.subarray(0, n - 1), returns.subarray(1)))
  let [sum, weight] = [0, 1]
  for (let k = 1; k < n; k++) {
    weight *= rho
    sum += ((n - k) / n) * weight
  }
  return Math.sqrt(1 + 2 * sum)
}
