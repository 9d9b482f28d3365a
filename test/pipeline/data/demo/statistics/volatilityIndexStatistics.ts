import { autocorrelation } from "./autocorrelation.ts"
import { correlation } from "./correlation.ts"
import { deviation, mean, median } from "./moments.ts"
import { ahead, rollingDeviation } from "./rolling.ts"

/** The index (points) beside the market's returns of the same days; volatility is of 21 days, in % a year. */
export function volatilityIndexStatistics(index: Float64Array, market: Float64Array) {
  const changes = index.map((x, t) => (t === 0 ? NaN : Math.log(x / index[t - 1]!)))
  const past = rollingDeviation(market, 21).map((v) => v * Math.sqrt(252) * 100)
  return {
    mean: mean(index),
    median: median(index),
    deviation: deviation(index),
    min: Math.min(...index),
    max: Math.max(...index),
    memory: autocorrelation(index, 1),
    moveCorrelation: correlation(changes, market),
    pastCorrelation: correlation(index, past),
    nextCorrelation: correlation(index, ahead(past, 21)),
    premium: mean(index) / mean(past.subarray(20)),
    changeDeviation: deviation(changes.subarray(1)),
  }
}
