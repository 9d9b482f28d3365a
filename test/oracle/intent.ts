import type { History, Market } from "./returns.ts"
import { mean } from "./returns.ts"
import type { Method, StrategyConfig, TrendConfig } from "./types.ts"

/** Ties of page §2: values that rest on prices and differ by dust are equal. */
export function tied(x: number, y: number): boolean {
  const gap = Math.abs(x - y)
  return gap <= 1e-12 * Math.max(Math.abs(x), Math.abs(y)) || gap <= 1e-14
}

function compare(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  return tied(x, y) ? 0 : x > y ? 1 : -1
}

/** Intent of one strategy, `[t][i]`. */
export function intentOf(strategy: StrategyConfig, market: Market): number[][] {
  return market.sessions.map((_, t) =>
    market.histories.map((history, i) => {
      if (strategy.type === "given") return strategy.values[t]![i]!
      // page §2: passthrough has an opinion (+1) wherever the carried close is known.
      if (strategy.type === "passthrough") return Number.isNaN(history.index[t]!) ? NaN : 1
      return trendAt(history, t, strategy)
    }),
  )
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
