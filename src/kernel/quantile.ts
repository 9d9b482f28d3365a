import { neighbouringOrderStatistics, orderStatistic } from "./orderStatistic.ts"

/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, the default of numpy).
 *
 * @param values shape (n), no NaN; not changed
 * @param share 0 … 1
 * @returns in the unit of the values; NaN when there are none. Total: never throws.
 * Source: Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4).
 */
export function quantile(values: Float64Array, share: number): number {
  const place = share * (values.length - 1)
  const below = Math.floor(place)
  if (place === below) return orderStatistic(values, below)
  const { lower, upper } = neighbouringOrderStatistics(values, below)
  return lower + (place - below) * (upper - lower)
}
