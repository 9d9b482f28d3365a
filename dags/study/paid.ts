/** From a book's gross returns to net ones, and the rates that ratios are measured against. */
import { CostComponents, NetReturns } from "sage/costs"
import type { MarketFacts } from "sage/data"
import type { Config } from "./config.ts"
import type { fill } from "./fill.ts"
import type { Market } from "./market.ts"
import { assetRatesOf } from "./rates.ts"

/** What trading costs, without what holding does: interest and fees are in the book. */
export function costRatesOf(config: Config, snapshot: MarketFacts) {
  const {
    cash_rate: _cash,
    financing_spread: _financing,
    short_borrow: _borrow,
    asset_rates: _where,
    ...given
  } = config.costs
  return { ...given, ...assetRatesOf(config, snapshot) }
}

/** A year's rates, and the sessions that make it. */
export const ratiosOf = ({ metrics, costs }: Config, snapshot: MarketFacts) => ({
  risk_free: metrics.risk_free ?? costs.cash_rate,
  mar: metrics.mar,
  periods_per_year: snapshot.periods_per_year,
})

type Book = Pick<ReturnType<typeof fill>, "book" | "target_turnover" | "traded_turnover">

/** What a book pays for its trades, and what is left of its returns. */
export function paid(
  config: Config,
  snapshot: MarketFacts,
  { listing, close, volume, returns }: Market,
  { book, target_turnover, traded_turnover }: Book,
  as?: string,
) {
  const label = as === undefined ? {} : { as }
  const traded = { target_turnover, traded_turnover, listing, close, volume, returns: returns.estimation }
  const components = CostComponents(costRatesOf(config, snapshot), traded, label)
  return { ...components, net: NetReturns({}, { book, rates: components.rates }, label) }
}
