import { mean, sampleStd } from "./returns.ts"

/** Metrics of page §8 on one series of daily returns; null = undefined. */
export interface Metrics {
  readonly n: number
  readonly total: number | null
  readonly cagr: number | null
  readonly volatility: number | null
  readonly sharpe: number | null
  readonly sortino: number | null
  readonly max_drawdown: number | null
  /** positions in the equity rows: 0 = the row of 1 before the first return */
  readonly peak: number | null
  readonly trough: number | null
  readonly recovery: number | null
  readonly calmar: number | null
  readonly hit_rate: number | null
  readonly skew: number | null
  readonly excess_kurtosis: number | null
  readonly var_95: number | null
  readonly cvar_95: number | null
  readonly worst_day: number | null
  readonly best_day: number | null
  readonly longest_drawdown: number | null
}

export interface Rates {
  readonly ppy: number
  /** per year */
  readonly riskFree: number
  readonly mar: number
}

export function metricsOf(returns: ReadonlyArray<number>, rates: Rates): Metrics {
  const n = returns.length
  const some = <A>(value: () => A): A | null => (n === 0 ? null : value())
  const compounded = returns.reduce((wealth, r) => wealth * (1 + r), 1) - 1
  const cagr = (1 + compounded) ** (rates.ppy / n) - 1
  const drawdown = drawdownOf(returns)
  const tail = some(() => quantile5(returns))
  return {
    n,
    total: some(() => compounded),
    cagr: some(() => cagr),
    volatility: n < 2 ? null : sampleStd(returns) * Math.sqrt(rates.ppy),
    sharpe: sharpeOf(returns, rates),
    sortino: sortinoOf(returns, rates),
    max_drawdown: some(() => drawdown.depth),
    peak: some(() => drawdown.peak),
    trough: some(() => drawdown.trough),
    recovery: some(() => drawdown.recovery),
    calmar: n === 0 || drawdown.depth === 0 ? null : cagr / Math.abs(drawdown.depth),
    hit_rate: some(() => returns.filter((r) => r > 0).length / n),
    skew: standardMoment(returns, 3),
    excess_kurtosis: shift(standardMoment(returns, 4), -3),
    var_95: tail,
    cvar_95: tail === null ? null : mean(returns.filter((r) => r <= tail + 1e-14)), // page §2: ties of values that rest on prices
    worst_day: some(() => Math.min(...returns)),
    best_day: some(() => Math.max(...returns)),
    longest_drawdown: some(() => longestDrawdown(returns)),
  }
}

function shift(value: number | null, by: number): number | null {
  return value === null ? null : value + by
}

function sharpeOf(returns: ReadonlyArray<number>, rates: Rates): number | null {
  const excess = returns.map((r) => r - rates.riskFree / rates.ppy)
  const std = sampleStd(excess)
  if (!(std >= 1e-12 * Math.max(1, Math.abs(mean(excess))))) return null
  return (mean(excess) / std) * Math.sqrt(rates.ppy)
}

function sortinoOf(returns: ReadonlyArray<number>, rates: Rates): number | null {
  if (returns.length === 0) return null
  const excess = returns.map((r) => r - rates.mar / rates.ppy)
  const downside = Math.sqrt(mean(excess.map((x) => Math.min(x, 0) ** 2)))
  // page §8: the floor of the Sharpe ratio's std is used for the downside deviation too.
  if (!(downside >= 1e-12 * Math.max(1, Math.abs(mean(excess))))) return null
  return (mean(excess) / downside) * Math.sqrt(rates.ppy)
}

/** Biased standardised moment, null where the series does not move. */
function standardMoment(returns: ReadonlyArray<number>, k: number): number | null {
  if (returns.length < 2) return null
  const m = mean(returns)
  const variance = mean(returns.map((r) => (r - m) ** 2))
  if (!(Math.sqrt(variance) >= 1e-12 * Math.max(1, Math.abs(m)))) return null
  return mean(returns.map((r) => (r - m) ** k)) / variance ** (k / 2)
}

/** 5 % quantile, linear between order statistics. */
function quantile5(returns: ReadonlyArray<number>): number {
  const sorted = [...returns].sort((x, y) => x - y)
  const place = (sorted.length - 1) / 20
  const low = Math.floor(place)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!)
}

function equityOf(returns: ReadonlyArray<number>): number[] {
  const equity = [1]
  for (const r of returns) equity.push(equity[equity.length - 1]! * (1 + r))
  return equity
}

function peakBefore(equity: ReadonlyArray<number>, t: number): number {
  return Math.max(...equity.slice(0, t + 1))
}

function drawdownOf(returns: ReadonlyArray<number>) {
  const equity = equityOf(returns)
  const below = equity.map((x, t) => x / peakBefore(equity, t) - 1)
  const depth = Math.min(...below)
  if (depth === 0) return { depth, peak: null, trough: null, recovery: null }
  // page §8: trough = first date of the minimum; recovery = first later date at or above the peak.
  const trough = below.indexOf(depth)
  const peak = equity.lastIndexOf(peakBefore(equity, trough), trough)
  const recovery = equity.findIndex((x, t) => t > trough && x >= equity[peak]!)
  return { depth, peak, trough, recovery: recovery < 0 ? null : recovery }
}

/** Longest run of sessions whose equity is below its running peak. */
function longestDrawdown(returns: ReadonlyArray<number>): number {
  const equity = equityOf(returns)
  let longest = 0
  let run = 0
  equity.forEach((x, t) => {
    // page §8: counts the sessions under water, the recovering one not included.
    run = x < peakBefore(equity, t) ? run + 1 : 0
    longest = Math.max(longest, run)
  })
  return longest
}

export interface Folds {
  readonly years: ReadonlyArray<{
    readonly year: string
    readonly n: number
    readonly total: number
    readonly sharpe: number | null
  }>
  readonly stability_ratio: number | null
  readonly pct_folds_positive: number | null
  readonly worst_fold_sharpe: number | null
}

/** Calendar years; partial ones are included, and not marked: that is the calendar's to say. */
export function foldsOf(
  sessions: ReadonlyArray<string>,
  returns: ReadonlyArray<number>,
  rates: Rates,
): Folds {
  const names = [...new Set(sessions.map((iso) => iso.slice(0, 4)))]
  const years = names.map((year) => {
    const own = returns.filter((_, t) => sessions[t]!.slice(0, 4) === year)
    const wealth = own.reduce((x, r) => x * (1 + r), 1)
    return { year, n: own.length, total: wealth - 1, sharpe: sharpeOf(own, rates) }
  })
  const sharpes = years.map((y) => y.sharpe).filter((s) => s !== null)
  const std = sampleStd(sharpes)
  const steady = !(std >= 1e-12 * Math.max(1, Math.abs(mean(sharpes))))
  return {
    years,
    stability_ratio: steady ? null : mean(sharpes) / std,
    pct_folds_positive: sharpes.length === 0 ? null : sharpes.filter((s) => s > 0).length / sharpes.length,
    worst_fold_sharpe: sharpes.length === 0 ? null : Math.min(...sharpes),
  }
}
