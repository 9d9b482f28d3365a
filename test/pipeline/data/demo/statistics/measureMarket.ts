import type { DemoMarket } from "../../../../../src/pipeline/data/demo/DemoMarket.ts"
import { autocorrelation, volatilityMemory } from "./autocorrelation.ts"
import { barStatistics } from "./barStatistics.ts"
import { correlation } from "./correlation.ts"
import { maxDrawdown } from "./drawdown.ts"
import { leverageEffect } from "./leverageEffect.ts"
import { deviation, excessKurtosis, mean, skewness } from "./moments.ts"
import { momentumCorrelation } from "./momentumCorrelation.ts"
import { reversalCorrelation } from "./reversalCorrelation.ts"
import { returnsOf, tickerColumns } from "./tickerColumns.ts"
import { varianceRatio } from "./varianceRatio.ts"
import { volatilityDependence } from "./volatilityDependence.ts"
import { volatilityIndexStatistics } from "./volatilityIndexStatistics.ts"

export type Measures = Readonly<Record<string, number>>

const risky = ["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"] as const
type Risky = (typeof risky)[number]

/** Every statistic that the acceptance bounds speak of, by the names of `bounds.ts`. */
export function measureMarket({ bars, truth }: DemoMarket): Measures {
  const levels = (ticker: string) => tickerColumns(bars, ticker).adjClose
  const adjusted = Object.fromEntries(risky.map((ticker) => [ticker, levels(ticker)])) as Record<
    Risky,
    Float64Array
  >
  const returns = Object.fromEntries(risky.map((ticker) => [ticker, returnsOf(adjusted[ticker])])) as Record<
    Risky,
    Float64Array
  >
  return {
    ...named("TBIL", sizeOf(returnsOf(levels("TBIL")))),
    ...Object.assign(
      {},
      ...risky.map((ticker) => named(ticker, measureAsset(adjusted[ticker], returns[ticker]))),
    ),
    ...measurePairs(returns),
    ...named("VOLX", volatilityIndexStatistics(tickerColumns(bars, "VOLX").close.subarray(1), returns.USEQ)),
    ...measureRegimes(truth.regime),
    "pooled momentum": momentumCorrelation(tickerColumns(bars, "USEQ").session, Object.values(adjusted)),
    ...named("USEQ bar", barStatistics(tickerColumns(bars, "USEQ"))),
  }
}

/** "volatility" of USEQ becomes "USEQ volatility". */
const named = (prefix: string, measures: Measures): Measures =>
  Object.fromEntries(Object.entries(measures).map(([name, value]) => [`${prefix} ${name}`, value]))

const sizeOf = (returns: Float64Array): Measures => ({
  volatility: deviation(returns) * Math.sqrt(252) * 100,
  mean: mean(returns) * 252 * 100,
})

function measureAsset(adjusted: Float64Array, returns: Float64Array): Measures {
  const logReturns = returns.map((r) => Math.log(1 + r))
  return {
    ...sizeOf(returns),
    kurtosis: excessKurtosis(returns),
    skewness: skewness(returns),
    drawdown: maxDrawdown(adjusted) * 100,
    autocorrelation: autocorrelation(returns, 1),
    "volatility memory": volatilityMemory(returns),
    leverage: leverageEffect(returns),
    "variance ratio 5": varianceRatio(logReturns, 5),
    "variance ratio 21": varianceRatio(logReturns, 21),
    reversal: reversalCorrelation(returns),
  }
}

function measurePairs(returns: Record<Risky, Float64Array>): Measures {
  const pair = (a: Risky, b: Risky) => [`${a}–${b} correlation`, correlation(returns[a], returns[b])] as const
  return Object.fromEntries([
    ...risky.slice(1).map((ticker) => pair("USEQ", ticker)),
    pair("LTGB", "GOLD"),
    pair("EMEQ", "REIT"),
    ["EMEQ dependence", volatilityDependence(returns.EMEQ, returns.USEQ)],
    ["LTGB dependence", volatilityDependence(returns.LTGB, returns.USEQ)],
  ])
}

function measureRegimes(regime: Uint8Array): Measures {
  const share = (code: number) => regime.filter((r) => r === code).length / regime.length
  return { "bull days": share(0), "side days": share(1), "bear days": share(2) }
}
