/** ffn: years are days / 365.25, and months and years are taken from the equity on their last sessions. */
import { calendarSpans } from "../../../kernel/calendarSpans.ts"
import { compound } from "../../../kernel/compound.ts"
import { downsideDeviation } from "../../../kernel/downsideDeviation.ts"
import { drawdown } from "../../../kernel/drawdown.ts"
import { mean } from "../../../kernel/mean.ts"
import { power } from "../../../kernel/power.ts"
import { sampleDeviation } from "../../../kernel/sampleDeviation.ts"
import { undefinedBecause } from "../Metric.ts"
import type { Dialect, DialectFigure, DialectInput } from "./Dialect.ts"
import { sampleMoments } from "./sampleMoments.ts"

const figure = (
  name: string,
  formula: string,
  compute: (history: History, input: DialectInput) => number,
): DialectFigure => ({
  name,
  formula,
  compute: (input) => {
    if (input.base === undefined) return undefinedBecause("the data have no session before the first fill")
    const value = compute(historyOf(input, input.base), input)
    return Number.isFinite(value)
      ? value
      : undefinedBecause("there are too few months or years, or they do not vary")
  },
})

export const ffn: Dialect = {
  tool: "ffn 1.4.1",
  figures: [
    figure("cagr", "(1 + total)^(1 / years) − 1, years of 365.25 days", growthPerYear),
    figure(
      "calmar",
      "cagr / |max_drawdown|",
      (history) => growthPerYear(history) / Math.abs(deepest(history)),
    ),
    figure(
      "daily_mean",
      "mean(r)·periods_per_year",
      (_, { returns, periodsPerYear }) => mean(returns) * periodsPerYear,
    ),
    figure("daily_skew", "skewness corrected for bias", (_, { returns }) => sampleMoments(returns).skewness),
    figure(
      "daily_kurt",
      "excess kurtosis corrected for bias",
      (_, { returns }) => sampleMoments(returns).kurtosis,
    ),
    figure("monthly_mean", "mean of months · 12", ({ months }) => mean(months) * 12),
    figure("monthly_vol", "std of months · √12", ({ months }) => sampleDeviation(months) * Math.sqrt(12)),
    figure("monthly_sharpe", "mean / std of months · √12", ({ months }) => sharpe(months, 12)),
    figure(
      "monthly_sortino",
      "mean of months / their downside deviation · √12",
      ({ months }) => (mean(months) / downsideDeviation(months, 0)) * Math.sqrt(12),
    ),
    figure(
      "monthly_skew",
      "skewness of months, corrected for bias",
      ({ months }) => sampleMoments(months).skewness,
    ),
    figure(
      "monthly_kurt",
      "excess kurtosis of months, corrected for bias",
      ({ months }) => sampleMoments(months).kurtosis,
    ),
    figure("best_month", "greatest month", ({ months }) => greatest(months)),
    figure("worst_month", "least month", ({ months }) => least(months)),
    figure("yearly_sharpe", "mean / std of years", ({ years }) => sharpe(years, 1)),
    figure("win_year_perc", "share of years with a gain", ({ years }) =>
      mean(years.map((value) => (value > 0 ? 1 : 0))),
    ),
    figure("twelve_month_win_perc", "share of months with a gain over twelve months", twelveMonthWins),
    figure("avg_drawdown", "mean depth of the falls below the peak", ({ falls }) => mean(falls.depths)),
    figure(
      "avg_drawdown_days",
      "mean days from the first session below the peak to the first back at it",
      ({ falls }) => mean(falls.days),
    ),
  ],
}

interface History {
  /** equity from the base on, and its epoch days: shape (n + 1) */
  readonly equity: Float64Array
  readonly days: Int32Array
  /** equity on the last session of each month and year over the one before − 1; the first of them has none */
  readonly monthEnds: Float64Array
  readonly months: Float64Array
  readonly years: Float64Array
  readonly falls: { readonly depths: Float64Array; readonly days: Float64Array }
}

function historyOf({ returns, sessions }: DialectInput, base: number): History {
  const equity = compound(returns)
  const days = Int32Array.of(base, ...sessions)
  const endsOf = (part: "month" | "year") =>
    Float64Array.from(calendarSpans(days, part), ({ to }) => equity[to - 1]!)
  const monthEnds = endsOf("month")
  return {
    equity,
    days,
    monthEnds,
    months: changes(monthEnds),
    years: changes(endsOf("year")),
    falls: fallsOf(equity, days),
  }
}

const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b), Infinity)

const greatest = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity)

const changes = (levels: Float64Array): Float64Array =>
  Float64Array.from({ length: Math.max(0, levels.length - 1) }, (_, i) => levels[i + 1]! / levels[i]! - 1)

const sharpe = (values: Float64Array, perYear: number): number =>
  (mean(values) / sampleDeviation(values)) * Math.sqrt(perYear)

const deepest = ({ equity }: History): number => least(drawdown(equity))

function growthPerYear({ equity, days }: History): number {
  const years = (days[days.length - 1]! - days[0]!) / 365.25
  return power(equity[equity.length - 1]!, 1 / years) - 1
}

function twelveMonthWins({ monthEnds }: History): number {
  let [wins, looked] = [0, 0]
  for (let i = 12; i < monthEnds.length; i++) {
    looked++
    if (monthEnds[i]! / monthEnds[i - 12]! > 1) wins++
  }
  return wins / looked
}

/** Falls as the tool cuts them: any equity below the peak, also by rounding; one that goes on ends on the last session. */
function fallsOf(equity: Float64Array, days: Int32Array): History["falls"] {
  const below = drawdown(equity)
  const [depths, lengths]: [Array<number>, Array<number>] = [[], []]
  let from = -1
  const end = (to: number): void => {
    depths.push(least(below.subarray(from, to + 1)))
    lengths.push(days[to]! - days[from]!)
    from = -1
  }
  below.forEach((share, t) => {
    if (share < 0 && from < 0) from = t
    if (share >= 0 && from >= 0) end(t)
  })
  if (from >= 0) end(below.length - 1)
  return { depths: Float64Array.from(depths), days: Float64Array.from(lengths) }
}
