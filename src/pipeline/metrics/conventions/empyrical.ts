/** empyrical-reloaded: alpha compounds over a year, and the ratio of active returns is not annualised. */
import { difference } from "../../../kernel/difference.ts"
import { log } from "../../../kernel/log.ts"
import { mean } from "../../../kernel/mean.ts"
import { power } from "../../../kernel/power.ts"
import { quantile } from "../../../kernel/quantile.ts"
import { isFlat, sampleDeviation } from "../../../kernel/sampleDeviation.ts"
import { correlationOf, slopeOf } from "../../../kernel/slopeOf.ts"
import { type Outcome, undefinedBecause } from "../Metric.ts"
import type { Dialect, DialectInput } from "./Dialect.ts"
import { gains, losses } from "./gains.ts"

export const empyrical: Dialect = {
  tool: "empyrical-reloaded 0.7.1",
  figures: [
    {
      name: "omega_ratio",
      formula: "Σ max(r, 0) / Σ max(−r, 0)",
      compute: ({ returns }) => ratio(gains(returns), losses(returns), "no session loses"),
    },
    {
      name: "stability_of_timeseries",
      formula: "R² of a straight line through the cumulative log returns",
      compute: ({ returns }) => {
        const path = cumulativeLogs(returns)
        const r = correlationOf(Float64Array.from(path.keys()), path)
        return Number.isNaN(r) ? undefinedBecause("the log of equity does not vary") : r * r
      },
    },
    {
      name: "tail_ratio",
      formula: "|95 % quantile of r| / |5 % quantile of r|",
      compute: ({ returns }) =>
        ratio(Math.abs(quantile(returns, 0.95)), Math.abs(quantile(returns, 0.05)), "the 5 % quantile is 0"),
    },
    {
      name: "alpha",
      formula: "(1 + mean(r − rf − beta·(b − rf)))^periods_per_year − 1",
      compute: (input) =>
        against(input, (benchmark, slope) => {
          const free = input.riskFree / input.periodsPerYear
          const extra = mean(input.returns) - free - slope * (mean(benchmark) - free)
          return power(1 + extra, input.periodsPerYear) - 1
        }),
    },
    { name: "beta", formula: "cov(r, b) / var(b)", compute: (input) => against(input, (_, slope) => slope) },
    {
      name: "excess_sharpe",
      formula: "mean(r − b) / std(r − b), a session",
      compute: ({ returns, benchmark }) => {
        if (benchmark === undefined) return noBenchmark
        const active = difference(returns, benchmark)
        const [average, deviation] = [mean(active), sampleDeviation(active)]
        return isFlat(deviation, average)
          ? undefinedBecause("the difference to the benchmark does not vary")
          : average / deviation
      },
    },
  ],
}

const noBenchmark = undefinedBecause("the benchmark has no return on some sessions")

const ratio = (top: number, bottom: number, reason: string): Outcome =>
  bottom === 0 ? undefinedBecause(reason) : top / bottom

function against(
  { returns, benchmark }: DialectInput,
  figure: (benchmark: Float64Array, slope: number) => number,
): Outcome {
  if (benchmark === undefined) return noBenchmark
  const slope = slopeOf(benchmark, returns)
  return Number.isNaN(slope) ? undefinedBecause("the benchmark does not vary") : figure(benchmark, slope)
}

function cumulativeLogs(returns: Float64Array): Float64Array {
  let sum = 0
  return returns.map((value) => {
    sum += log(1 + value)
    return sum
  })
}
