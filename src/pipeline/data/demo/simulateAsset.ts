/** The log total returns of one asset, with what was to be expected of them, from the start of the burn-in. */
import { bills, type DemoModel, type RiskyAsset, sessionsPerYear } from "./demoModel.ts"
import { makeDemoStream } from "./DemoStream.ts"
import { dailyVariance, type MarketPath } from "./simulateMarket.ts"

/** One entry a session, per day. */
export interface AssetPath {
  readonly logReturn: Float64Array
  /** standard deviation of the return, given the past */
  readonly volatility: Float64Array
  /** log of the expected gross return, given the past and the regime */
  readonly drift: Float64Array
}

/** @param extraDrift a year, by session */
export function simulateRisky(
  seed: number,
  asset: RiskyAsset,
  market: MarketPath,
  model: DemoModel,
  extraDrift: (t: number) => number,
): AssetPath {
  const { switches } = model
  const { shock, volatility } = simulateShock(seed, asset, market, model)
  const slow = simulateSlowDrift(seed, asset, market.sessions, model)
  const reversal = switches.reversal ? asset.reversal : 0
  const bounce = switches.reversal ? asset.bounce : 0
  const n = shock.length
  const logReturn = new Float64Array(n)
  const drift = new Float64Array(n)
  for (let t = 0; t < n; t++) {
    const { marketDrift, bondDrift } = model.regimes[market.regime[t]!]!
    const perYear =
      asset.market * marketDrift +
      (switches.premia ? asset.premium : 0) +
      0.7 * market.cashRate[t]! +
      (asset.ticker === "LTGB" ? bondDrift : 0) +
      extraDrift(t)
    let lastFive = 0
    for (let lag = 1; lag <= 5; lag++) lastFive += t >= lag ? shock[t - lag]! : 0
    const last = t >= 1 ? shock[t - 1]! : 0
    drift[t] = perYear / sessionsPerYear + slow[t]! - reversal * lastFive + bounce * last
    logReturn[t] = drift[t]! + shock[t]! - (volatility[t]! * volatility[t]!) / 2
  }
  return { logReturn, volatility, drift }
}

/** The asset's shock from market, bonds and its own factor, with its conditional standard deviation. */
function simulateShock(seed: number, asset: RiskyAsset, market: MarketPath, model: DemoModel) {
  const stream = makeDemoStream(seed, asset.ticker, "shock")
  const [a, b] = asset.ownGarch
  const longRun = dailyVariance(asset.ownVolatility)
  const meanVariance = model.meanMarketVariance / sessionsPerYear
  const n = market.sessions.length
  const shock = new Float64Array(n)
  const volatility = new Float64Array(n)
  let k = longRun
  for (let t = 0; t < n; t++) {
    const { stress, bondCorrelation } = model.regimes[market.regime[t]!]!
    const h = market.variance[t]!
    const g = market.bondVariance[t]!
    const loading = asset.market * (asset.fragile ? stress : 1)
    const size = Math.max(0.5, Math.min(3, Math.sqrt(h / meanVariance)))
    const c = 1 - asset.ownWithMarket + asset.ownWithMarket * size
    const session = market.sessions[t]!
    const own =
      Math.sqrt(k) * (model.switches.fatTails ? stream.studentT(session, 5) : stream.normal(session, 0))
    shock[t] = loading * market.shock[t]! + asset.bond * market.bondShock[t]! + c * own
    volatility[t] = Math.sqrt(
      loading * loading * h +
        asset.bond * asset.bond * g +
        c * c * k +
        2 * loading * asset.bond * bondCorrelation * Math.sqrt(h * g),
    )
    k = (1 - a - b) * longRun + a * own * own + b * k
  }
  return { shock, volatility }
}

/** 2^(−1/126): the slow drift halves in 126 sessions. */
const persistence = 0.9945139356168285

/** An autoregressive drift a day, the market's weak momentum. */
function simulateSlowDrift(
  seed: number,
  asset: RiskyAsset,
  sessions: Int32Array,
  model: DemoModel,
): Float64Array {
  const out = new Float64Array(sessions.length)
  if (!model.switches.momentum) return out
  const stream = makeDemoStream(seed, asset.ticker, "drift")
  const spread = (0.25 * typicalVolatility(asset)) / sessionsPerYear
  const step = spread * Math.sqrt(1 - persistence * persistence)
  let d = 0
  for (let t = 0; t < out.length; t++) {
    d = persistence * d + step * stream.normal(sessions[t]!, 0)
    out[t] = d
  }
  return out
}

function typicalVolatility({ market, bond, ownVolatility }: RiskyAsset): number {
  return Math.sqrt(
    0.16 * market * (0.16 * market) + 0.14 * bond * (0.14 * bond) + ownVolatility * ownVolatility,
  )
}

/** Treasury bills: the cash rate, and a noise of which half is taken back the next day (unless `reversal` is off). */
export function simulateBills(seed: number, market: MarketPath, model: DemoModel): AssetPath {
  const stream = makeDemoStream(seed, bills.ticker, "shock")
  const n = market.sessions.length
  const logReturn = new Float64Array(n)
  const drift = new Float64Array(n)
  let last = 0
  for (let t = 0; t < n; t++) {
    const noise = bills.noise * stream.normal(market.sessions[t]!, 0)
    drift[t] = market.cashRate[t]! / sessionsPerYear - (model.switches.reversal ? 0.5 * last : 0)
    logReturn[t] = drift[t]! + noise
    last = noise
  }
  return { logReturn, volatility: new Float64Array(n).fill(bills.noise), drift }
}
