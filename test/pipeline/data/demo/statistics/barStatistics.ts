import { correlation } from "./correlation.ts"
import { autocorrelation } from "./autocorrelation.ts"
import { deviation, mean } from "./moments.ts"
import { rollingMean } from "./rolling.ts"
import type { TickerColumns } from "./tickerColumns.ts"

/** How a day is made: night against day, range against move, volume against move. */
export function barStatistics(ticker: TickerColumns) {
  const { open, high, low, close, adjClose, volume } = ticker
  const later = <T>(of: (t: number) => T): Array<T> =>
    Array.from({ length: close.length - 1 }, (_, i) => of(i + 1))
  const intraday = later((t) => Math.log(close[t]! / open[t]!))
  const total = later((t) => Math.log(adjClose[t]! / adjClose[t - 1]!))
  const night = total.map((r, i) => r - intraday[i]!)
  const range = later((t) => Math.log(high[t]! / low[t]!) ** 2 / (4 * Math.log(2)))
  const logVolume = volume.map(Math.log)
  const usual = rollingMean(logVolume, 63)
  const activity = logVolume.map((v, t) => v - usual[t]!)
  const known = activity.filter((v) => !Number.isNaN(v))
  const nightVariance = deviation(night) ** 2
  return {
    overnightShare: nightVariance / (nightVariance + deviation(intraday) ** 2),
    nightDayCorrelation: correlation(night, intraday),
    parkinsonRatio: Math.sqrt(mean(range)) / deviation(total),
    volumeMoveCorrelation: correlation(
      activity.subarray(1),
      later((t) => Math.abs(adjClose[t]! / adjClose[t - 1]! - 1)),
    ),
    volumeDeviation: deviation(known),
    volumeMemory: autocorrelation(known, 1),
  }
}
