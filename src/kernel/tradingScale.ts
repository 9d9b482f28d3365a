export interface TradingHistory {
  readonly assets: number
  /** shape (T × n) each: 0 or 1 while listed; price as traded, shares, close-to-close return */
  readonly listing: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly returns: Float64Array
}

/**
 * σ·√(value/ADV) of one asset: σ = sample deviation of its daily returns, ADV = mean of close × volume, both over the
 * `window` rows that end before row t, as far as they belong to the listing of row t.
 *
 * @param value what is traded, USD
 * @returns decimal; NaN with fewer than 2 returns, without volume, or with no value traded
 *
 * Source: the square-root law of market impact; R. Almgren et al., "Direct Estimation of Equity Market Impact" (2005).
 */
export function tradingScale(
  history: TradingHistory,
  t: number,
  asset: number,
  window: number,
  value: number,
): number {
  const { assets, listing, close, volume, returns } = history
  let first = t
  while (first > Math.max(0, t - window) && listing[(first - 1) * assets + asset]! >= 0) first--
  const from = first * assets + asset
  const to = t * assets + asset
  let traded = 0
  let days = 0
  for (let at = from; at < to; at += assets) {
    const usd = close[at]! * volume[at]!
    if (Number.isNaN(usd)) continue
    traded += usd
    days++
  }
  return traded > 0 ? sampleDeviation(returns, from, to, assets) * Math.sqrt(value / (traded / days)) : NaN
}

/** Sample standard deviation of every `step`-th value; NaN with fewer than 2 known; equal values give exactly 0. */
function sampleDeviation(values: Float64Array, from: number, to: number, step: number): number {
  let sum = 0
  let count = 0
  let least = Infinity
  let most = -Infinity
  for (let at = from; at < to; at += step) {
    const value = values[at]!
    if (Number.isNaN(value)) continue
    sum += value
    count++
    if (value < least) least = value
    if (value > most) most = value
  }
  if (count < 2) return NaN
  if (least === most) return 0
  const mean = sum / count
  let squares = 0
  for (let at = from; at < to; at += step) {
    const value = values[at]!
    if (!Number.isNaN(value)) squares += (value - mean) * (value - mean)
  }
  return Math.sqrt(squares / (count - 1))
}
