import { covarianceOf } from "./covariance.ts"
import { equalRisk, hierarchical, leastVariance } from "./optimal.ts"
import type { Market } from "./returns.ts"
import { grossOf, sampleStd, total } from "./returns.ts"
import type { Settings } from "./types.ts"

/** Sample std of the last `lookback` returns up to `last`; NaN if any of them is unknown. */
function volatilityAt(market: Market, i: number, last: number, lookback: number): number {
  if (last - lookback + 1 < 0) return NaN
  return sampleStd(market.histories[i]!.estimator.slice(last - lookback + 1, last + 1))
}

/** Whether the allocator has every estimate it needs for the asset. */
export function hasEstimates(
  market: Market,
  i: number,
  last: number,
  t: number,
  allocation: Settings["allocation"],
): boolean {
  if (allocation.method === "equal_weight") return true
  if (allocation.method === "inverse_vol") return volatilityAt(market, i, last, allocation.lookback) >= 1e-8
  return volatilityAt(market, i, windowLast(market, last, t, allocation), allocation.window) >= 1e-8
}

/** Last session of the window of a covariance that session t decides by: the newest known, or the last of the period before. */
function windowLast(market: Market, last: number, t: number, allocation: Settings["allocation"]): number {
  const { covariance_update } = allocation
  if (covariance_update === "rebalance") return last
  const period = (iso: string): string => {
    if (covariance_update === "monthly") return iso.slice(0, 7)
    const at = Date.parse(iso)
    return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000).toISOString()
  }
  return market.sessions.findLastIndex((iso) => period(iso) < period(market.sessions[t]!))
}

/** Base weights: not negative, sum 1 over the eligible assets (or the active ones), else 0. */
export function baseWeights(
  market: Market,
  last: number,
  t: number,
  eligible: ReadonlyArray<boolean>,
  exposure: ReadonlyArray<number>,
  allocation: Settings["allocation"],
): number[] {
  const wanted = eligible.map(
    (yes, i) => yes && (allocation.allocate_over === "universe" || exposure[i] !== 0),
  )
  if (allocation.method !== "equal_weight" && allocation.method !== "inverse_vol")
    return optimalWeights(market, windowLast(market, last, t, allocation), wanted, exposure, allocation)
  const raw = wanted.map((yes, i) => {
    if (!yes) return 0
    if (allocation.method === "equal_weight") return 1
    return 1 / Math.max(volatilityAt(market, i, last, allocation.lookback), allocation.min_vol)
  })
  const sum = total(raw)
  return sum === 0 ? raw : raw.map((x) => x / sum)
}

const optima = { min_variance: leastVariance, risk_parity: equalRisk, hrp: hierarchical }

/** Of positions in the direction of their exposure; page §4: below 1e-6 is 0, and the rest is renormalised. */
function optimalWeights(
  market: Market,
  last: number,
  wanted: ReadonlyArray<boolean>,
  exposure: ReadonlyArray<number>,
  allocation: Settings["allocation"],
): number[] {
  const { method, window } = allocation
  const members = wanted.flatMap((yes, i) => (yes ? [i] : []))
  const out = wanted.map(() => 0)
  if (members.length === 0) return out
  const series = members.map((i) =>
    market.histories[i]!.estimator.slice(last - window + 1, last + 1).map((r) => (exposure[i]! < 0 ? -r : r)),
  )
  const weights = optima[method as keyof typeof optima](covarianceOf(series, allocation)).map((x) =>
    x < 1e-6 ? 0 : x,
  )
  members.forEach((i, k) => (out[i] = weights[k]! / total(weights)))
  return out
}

export function equalWeights(eligible: ReadonlyArray<boolean>): number[] {
  const n = eligible.filter(Boolean).length
  return eligible.map((yes) => (yes ? 1 / n : 0))
}

/** Combine of page §4 with the net target and gross cap of §3. */
export function combine(
  base: ReadonlyArray<number>,
  exposure: ReadonlyArray<number>,
  discrete: boolean,
  settings: Settings,
): number[] {
  const { combine: asked } = settings.allocation
  // page §4: `auto` looks at the kind of the signals, not at the mapping; one strategy of scores is enough
  // for normalise.
  const method = asked === "auto" ? (discrete ? "overlay" : "normalise") : asked
  const overlay = base.map((a, i) => a * exposure[i]!)
  const size = grossOf(overlay)
  const row =
    method === "overlay" || size === 0 ? overlay : overlay.map((x) => (x * grossOf(exposure)) / size)
  return capGross(toNetTarget(row, settings.execution), settings.execution)
}

function toNetTarget(row: ReadonlyArray<number>, execution: Settings["execution"]): ReadonlyArray<number> {
  const net = execution.net_exposure_target
  if (net === null) return row
  // page §3: a net target without a gross cap takes 1 for G.
  const gross = execution.gross_exposure_cap ?? 1
  const long = total(row.filter((w) => w > 0))
  const short = -total(row.filter((w) => w < 0))
  return row.map((w) => {
    if (w > 0) return (w / long) * ((gross + net) / 2)
    return w < 0 ? (w / short) * ((gross - net) / 2) : 0
  })
}

function capGross(row: ReadonlyArray<number>, execution: Settings["execution"]): number[] {
  const gross = grossOf(row)
  const cap = execution.gross_exposure_cap ?? Infinity
  return row.map((w) => (gross > cap ? (w * cap) / gross : w))
}

/** Scales the final row by c/m when only c < m names stand. */
export function requireAssets(row: ReadonlyArray<number>, minimum: number): number[] {
  const standing = row.filter((w) => Math.abs(w) > 1e-6).length
  return row.map((w) => (standing < minimum ? (w * standing) / minimum : w))
}

/** Leverage from the volatility that a row is predicted to have, by the covariance of what it holds and what moves. */
export function predictedLeverage(
  market: Market,
  row: ReadonlyArray<number>,
  last: number,
  t: number,
  settings: Settings,
): number {
  const { allocation, risk, periods_per_year } = settings
  const { target_vol, min_leverage, max_leverage } = risk
  if (target_vol === null) return 1
  const clip = (x: number) => Math.max(min_leverage, Math.min(max_leverage, x))
  const end = windowLast(market, last, t, allocation)
  const held = row.flatMap((weight, i) => (weight === 0 ? [] : [i]))
  const spread = held.map((i) => volatilityAt(market, i, end, allocation.window))
  // page §4: "fewer returns": of any asset that the row holds.
  if (spread.some(Number.isNaN)) return clip(1)
  // page §4: a price that does not move has no estimate; it adds no risk either.
  const moving = held.filter((_, k) => spread[k]! >= 1e-8)
  const covariance = covarianceOf(
    moving.map((i) => market.histories[i]!.estimator.slice(end - allocation.window + 1, end + 1)),
    allocation,
  )
  const variance = total(
    moving.flatMap((i, a) => moving.map((j, b) => row[i]! * covariance[a]![b]! * row[j]!)),
  )
  const sigma = Math.sqrt(Math.max(0, variance) * periods_per_year)
  return sigma >= 1e-8 ? clip(target_vol / sigma) : clip(1)
}

/** Leverage from the unlevered book's returns since its first fill, up to the last one that may be used. */
export function leverageOf(returns: ReadonlyArray<number>, settings: Settings): number {
  const { target_vol, vol_lookback, min_leverage, max_leverage } = settings.risk
  // page §4: without a target there is no clip either; L is 1.
  if (target_vol === null) return 1
  const clip = (x: number) => Math.max(min_leverage, Math.min(max_leverage, x))
  if (returns.length < vol_lookback) return clip(1)
  const daily = sampleStd(returns.slice(returns.length - vol_lookback))
  // page §4: "sigma < 1e-8" is read on the annualised figure that the formula calls sigma.
  const sigma = daily * Math.sqrt(settings.periods_per_year)
  return sigma >= 1e-8 ? clip(target_vol / sigma) : clip(1)
}
