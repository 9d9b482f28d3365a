/**
 * What all assets share, session by session from the start of the burn-in: the regime, the market shock, the bond shock,
 * their conditional variances, the cash rate.
 */
import { type DemoModel, sessionsPerYear } from "./demoModel.ts"
import { makeDemoStream } from "./DemoStream.ts"

/** Every array has one entry a session; variances and shocks are per day. */
export interface MarketPath {
  readonly sessions: Int32Array
  readonly regime: Uint8Array
  /** the market shock in standard deviations */
  readonly z: Float64Array
  readonly shock: Float64Array
  readonly variance: Float64Array
  /** variance of the next session, known at this close */
  readonly nextVariance: Float64Array
  readonly bondShock: Float64Array
  readonly bondVariance: Float64Array
  /** a year, known before the session */
  readonly cashRate: Float64Array
}

export function simulateMarket(seed: number, sessions: Int32Array, model: DemoModel): MarketPath {
  const regime = simulateRegimes(seed, sessions, model)
  const market = simulateMarketFactor(seed, sessions, regime, model)
  const bond = simulateBondFactor(seed, sessions, regime, market.z, model)
  return { sessions, regime, ...market, ...bond, cashRate: simulateCashRate(seed, sessions, model) }
}

function simulateRegimes(seed: number, sessions: Int32Array, model: DemoModel): Uint8Array {
  const stream = makeDemoStream(seed, "MARKET", "regime")
  let now = model.startRegime
  return Uint8Array.from(sessions, (session) => {
    const [bull, side] = model.regimes[now]!.next
    const u = stream.uniform(session, 0)
    now = u < bull ? 0 : u < bull + side ? 1 : 2
    return now
  })
}

function simulateMarketFactor(seed: number, sessions: Int32Array, regime: Uint8Array, model: DemoModel) {
  const { alpha, beta, gamma } = model
  const stream = makeDemoStream(seed, "MARKET", "shock")
  const n = sessions.length
  const [z, shock, variance, nextVariance] = [0, 0, 0, 0].map(() => new Float64Array(n)) as FourColumns
  let h = dailyVariance(model.regimes[model.startRegime]!.marketVolatility)
  for (let t = 0; t < n; t++) {
    const longRun = dailyVariance(model.regimes[regime[t]!]!.marketVolatility)
    const unit = model.switches.fatTails
      ? skewed(stream.studentT(sessions[t]!, 8))
      : stream.normal(sessions[t]!, 0)
    const e = Math.sqrt(h) * unit
    z[t] = unit
    shock[t] = e
    variance[t] = h
    h = (1 - alpha - gamma / 2 - beta) * longRun + alpha * e * e + (e < 0 ? gamma * e * e : 0) + beta * h
    nextVariance[t] = h
  }
  return { z, shock, variance, nextVariance }
}

type FourColumns = [Float64Array, Float64Array, Float64Array, Float64Array]

/** Skewed to the left, again of mean 0 and variance 1, for t with 8 degrees of freedom cut at ±6. */
function skewed(t8: number): number {
  const skew = 0.1
  const meanSize = 0.7655
  const z = Math.max(-6, Math.min(6, t8))
  const bent = z < 0 ? z * (1 + skew) : z * (1 - skew)
  return (bent + skew * meanSize) / Math.sqrt(1 + skew * skew - skew * skew * meanSize * meanSize)
}

function simulateBondFactor(
  seed: number,
  sessions: Int32Array,
  regime: Uint8Array,
  z: Float64Array,
  model: DemoModel,
) {
  const stream = makeDemoStream(seed, "BOND", "shock")
  const bondShock = new Float64Array(sessions.length)
  const bondVariance = new Float64Array(sessions.length)
  let g = dailyVariance(model.regimes[model.startRegime]!.bondVolatility)
  for (let t = 0; t < sessions.length; t++) {
    const { bondCorrelation, bondVolatility } = model.regimes[regime[t]!]!
    const own = model.switches.fatTails ? stream.studentT(sessions[t]!, 8) : stream.normal(sessions[t]!, 0)
    const q =
      Math.sqrt(g) * (bondCorrelation * z[t]! + Math.sqrt(1 - bondCorrelation * bondCorrelation) * own)
    bondShock[t] = q
    bondVariance[t] = g
    g = 0.015 * dailyVariance(bondVolatility) + 0.06 * q * q + 0.925 * g
  }
  return { bondShock, bondVariance }
}

function simulateCashRate(seed: number, sessions: Int32Array, model: DemoModel): Float64Array {
  const rate = new Float64Array(sessions.length)
  if (!model.switches.premia) return rate
  const stream = makeDemoStream(seed, "CASH", "rate")
  const step = 0.009 / Math.sqrt(sessionsPerYear)
  let y = 0.015
  for (let t = 0; t < sessions.length; t++) {
    rate[t] = y
    y = Math.max(0.0005, y + (0.35 * (0.02 - y)) / sessionsPerYear + step * stream.normal(sessions[t]!, 0))
  }
  return rate
}

export const dailyVariance = (volatilityPerYear: number): number =>
  (volatilityPerYear * volatilityPerYear) / sessionsPerYear
