import type { History, Market } from "./returns.ts"
import { mean, sampleStd } from "./returns.ts"
import { compare, rankScores, tied } from "./ties.ts"
import type {
  MeanReversionConfig,
  Method,
  RankConfig,
  ScaledConfig,
  StrategyConfig,
  TrendConfig,
} from "./types.ts"

/** Intent of one strategy, `[t][i]`. */
export function intentOf(strategy: StrategyConfig, market: Market): number[][] {
  return market.sessions.map((_, t) => {
    if (strategy.type === "given") return [...strategy.values[t]!]
    if (strategy.type === "cross_sectional_momentum") return ranksAt(market, t, strategy)
    return market.histories.map((history) => {
      if (strategy.type === "mean_reversion") return reversionAt(history, t, strategy)
      if (strategy.type === "time_series_momentum") return scaledAt(history, t, strategy)
      // page §2: passthrough has an opinion (+1) wherever the carried close is known.
      if (strategy.type === "passthrough") return Number.isNaN(history.index[t]!) ? NaN : 1
      return trendAt(history, t, strategy)
    })
  })
}

/** Scores stay what they are without a threshold. */
function directed(score: number, threshold: number | undefined): number {
  if (threshold === undefined || Number.isNaN(score)) return score
  if (compare(score, threshold) === 1) return 1
  return compare(score, -threshold) === -1 ? -1 : 0
}

/** 12-1: from `momentum_lookback` to `momentum_skip` sessions ago, ranked among all assets that have it. */
function ranksAt({ histories }: Market, t: number, config: RankConfig): number[] {
  const [lookback, skip] = [config.momentum_lookback ?? 252, config.momentum_skip ?? 21]
  const growth = histories.map(({ index, listing }) =>
    // an asset whose close is not known today is not among those that are ranked
    t < lookback || listing[t - lookback] !== listing[t] || Number.isNaN(index[t]!)
      ? NaN
      : index[t - skip]! / index[t - lookback]! - 1,
  )
  const known = growth.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))
  const scores = rankScores(known.map((i) => growth[i]!))
  return growth.map((_, i) =>
    known.includes(i) ? directed(scores[known.indexOf(i)]!, config.threshold) : NaN,
  )
}

/** Growth over what its own volatility makes of as many sessions, bounded by `clip` of those. */
function scaledAt(history: History, t: number, config: ScaledConfig): number {
  const lookback = config.momentum_lookback ?? 252
  const window = windowOf(history, t, (config.vol_lookback ?? 60) + 1)
  if (window === null || t < lookback || history.listing[t - lookback] !== history.listing[t]) return NaN
  const steps = window.slice(1).map((level, k) => (tied(level, window[k]!) ? 0 : level / window[k]! - 1))
  const volatility = sampleStd(steps)
  const growth = history.index[t]! / history.index[t - lookback]! - 1
  if (!(volatility >= 1e-8)) return NaN
  const clip = config.clip ?? 2
  const deviations = growth / (volatility * Math.sqrt(lookback))
  return directed(Math.max(-clip, Math.min(clip, deviations)) / clip, config.threshold)
}

/** +1 below `low`, −1 above `high`. */
function contrary(value: number, low: number, high: number): number {
  if (Number.isNaN(value)) return NaN
  return compare(value, low) === -1 ? 1 : compare(value, high) === 1 ? -1 : 0
}

function reversionAt(history: History, t: number, config: MeanReversionConfig): number {
  const z = config.zscore_threshold ?? 1.5
  const votes = [
    contrary(
      rsi(history, t, config.rsi_period ?? 14),
      config.rsi_oversold ?? 30,
      config.rsi_overbought ?? 70,
    ),
    bands(history, t, config.bb_period ?? 20, config.bb_std ?? 2),
    contrary(zscore(history, t, config.zscore_lookback ?? 60), -z, z),
  ]
  if (votes.some(Number.isNaN)) return NaN
  const method = config.combination_method ?? "majority"
  return combineVotes(votes, method, config.weights ?? [0.4, 0.3, 0.3], config.weighted_threshold ?? 0.1)
}

/** Simple means of rises and falls of the last n changes; valid once there are n. */
function rsi(history: History, t: number, n: number): number {
  const window = windowOf(history, t, n + 1)
  if (window === null) return NaN
  const changes = window.slice(1).map((level, k) => (tied(level, window[k]!) ? 0 : level - window[k]!))
  const rise = mean(changes.map((d) => (d > 0 ? d : 0)))
  const fall = mean(changes.map((d) => (d < 0 ? -d : 0)))
  if (rise === 0 && fall === 0) return 50
  return fall === 0 ? 100 : 100 - 100 / (1 + rise / fall)
}

function bands(history: History, t: number, n: number, k: number): number {
  const window = windowOf(history, t, n)
  if (window === null) return NaN
  const half = k * sampleStd(window)
  return contrary(history.index[t]!, mean(window) - half, mean(window) + half)
}

function zscore(history: History, t: number, n: number): number {
  const window = windowOf(history, t, n)
  if (window === null) return NaN
  // page §2: a close that ties with its mean does not lie beside it, whatever dust the deviation is made of.
  if (tied(history.index[t]!, mean(window))) return 0
  return (history.index[t]! - mean(window)) / sampleStd(window)
}

function trendAt(history: History, t: number, config: TrendConfig): number {
  const votes = [
    momentum(history, t, config.momentum_lookback ?? 252),
    crossover(history, t, config.sma_short ?? 50, config.sma_long ?? 200),
    breakout(history, t, config.breakout_period ?? 252),
  ]
  if (votes.some(Number.isNaN)) return NaN
  const method = config.combination_method ?? "majority"
  return combineVotes(votes, method, config.weights ?? [0.4, 0.3, 0.3], config.weighted_threshold ?? 0.1)
}

/** The last `n` index values of the listing alive at t, or null if any is unknown or lies before it. */
function windowOf(history: History, t: number, n: number): number[] | null {
  if (t - n + 1 < 0) return null
  const values: number[] = []
  for (let s = t - n + 1; s <= t; s++) {
    // page §1: "a later bar is a new listing": no window reaches into an earlier one.
    if (history.listing[s] !== history.listing[t] || Number.isNaN(history.index[s]!)) return null
    values.push(history.index[s]!)
  }
  return values
}

/** Sign of the index against its value L sessions ago. */
export function momentum(history: History, t: number, lookback: number): number {
  if (t - lookback < 0 || history.listing[t - lookback] !== history.listing[t]) return NaN
  // page §2: needs its two end points only; the tie is between these two values, not between the ratio and 0.
  return compare(history.index[t]!, history.index[t - lookback]!)
}

function crossover(history: History, t: number, short: number, long: number): number {
  const fast = windowOf(history, t, short)
  const slow = windowOf(history, t, long)
  return fast === null || slow === null ? NaN : compare(mean(fast), mean(slow))
}

export function breakout(history: History, t: number, period: number): number {
  const window = windowOf(history, t, period)
  if (window === null) return NaN
  const now = history.index[t]!
  // page §2: at the edge within the tie neither side's band holds the close.
  const high = compare(now, 0.99 * Math.max(...window)) === 1
  const low = compare(now, 1.01 * Math.min(...window)) === -1
  return high === low ? 0 : high ? 1 : -1
}

export function combineVotes(
  votes: ReadonlyArray<number>,
  method: Method,
  weights: ReadonlyArray<number>,
  threshold: number,
): number {
  const [a, b, c] = votes as [number, number, number]
  if (method === "all") return a === b && b === c ? a : 0
  if (method === "majority") return a + b + c >= 2 ? 1 : a + b + c <= -2 ? -1 : 0
  const sum = weights[0]! * a + weights[1]! * b + weights[2]! * c
  if (sum > threshold && Math.abs(sum - threshold) > 1e-12) return 1
  if (sum < -threshold && Math.abs(sum + threshold) > 1e-12) return -1
  return 0
}
