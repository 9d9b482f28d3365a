/** VOLX: the volatility that the market expects over the next 21 sessions, in points, with a premium and noise. */
import { exp } from "../../../kernel/exp.ts"
import { type AssetBars, emptyBars, push, toPrice } from "./AssetBars.ts"
import { type DemoModel, sessionsPerYear } from "./demoModel.ts"
import { makeDemoStream } from "./DemoStream.ts"
import { dailyVariance, type MarketPath } from "./simulateMarket.ts"

export const volatilityIndex = "VOLX"

export function makeVolatilityIndex(
  seed: number,
  market: MarketPath,
  model: DemoModel,
  from: number,
): AssetBars {
  const bars = emptyBars(volatilityIndex)
  const stream = makeDemoStream(seed, volatilityIndex, "level")
  let premium = 0
  let lastClose = 0
  for (let t = 0; t < market.sessions.length; t++) {
    const session = market.sessions[t]!
    premium = 0.88 * premium + 0.028 * stream.normal(session, 0) - 0.036 * market.z[t]!
    const expected = expectedVariance(market, model, t) * sessionsPerYear
    const close = toPrice(118 * Math.sqrt(expected) * exp(premium))
    if (t >= from) {
      const open = toPrice(t === 0 ? close : lastClose * exp(0.02 * stream.normal(session, 1)))
      push(bars, session, {
        open,
        high: toPrice(Math.max(open, close) * exp(Math.abs(0.03 * stream.normal(session, 2)))),
        low: toPrice(Math.min(open, close) * exp(-Math.abs(0.03 * stream.normal(session, 3)))),
        close,
        volume: 0,
        dividend: 0,
        splitRatio: 1,
      })
    }
    lastClose = close
  }
  return bars
}

/** Mean variance a day over the next 21 sessions, if the regime stays. */
function expectedVariance(market: MarketPath, model: DemoModel, t: number): number {
  const longRun = dailyVariance(model.regimes[market.regime[t]!]!.marketVolatility)
  const p = model.alpha + model.gamma / 2 + model.beta
  let power = 1
  for (let day = 0; day < 21; day++) power *= p
  return longRun + ((1 - power) / (21 * (1 - p))) * (market.nextVariance[t]! - longRun)
}
