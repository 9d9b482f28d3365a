import { correlation } from "./correlation.ts"
import { quantile } from "./moments.ts"
import { rollingDeviation } from "./rolling.ts"

/** Correlation with the market in its most volatile fifth of days less that in its calmer half (21-day volatility). */
export function volatilityDependence(returns: Float64Array, market: Float64Array): number {
  const volatility = rollingDeviation(market, 21)
  const known = volatility.filter((v) => !Number.isNaN(v))
  const [high, low] = [quantile(known, 0.8), quantile(known, 0.5)]
  const within = (chosen: (v: number) => boolean) =>
    correlation(
      returns.map((r, t) => (chosen(volatility[t]!) ? r : NaN)),
      market,
    )
  return within((v) => v >= high) - within((v) => v <= low)
}
