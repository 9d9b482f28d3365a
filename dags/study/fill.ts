/** From what is wanted to a book: how base weights and exposure are combined, and what becomes of the targets. */
import type { Intent, Node, Weights } from "sage"
import type { MarketFacts } from "sage/data"
import { Fills } from "sage/execution"
import { strategies } from "../strategies/catalogue.ts"
import { type Config, isDaily, timing, tradable } from "./config.ts"
import type { Market } from "./market.ts"

const kindsOf = ({ strategies: wanted }: Config): ReadonlyArray<Intent.Kind> =>
  Object.values(wanted).map((strategy) => strategies.kindOf(strategy))

/** Scores fill the book; signals leave as cash what they do not want. One strategy of scores makes a blend one of scores. */
export function combining(config: Config, kinds: ReadonlyArray<Intent.Kind> = kindsOf(config)) {
  const { allocation, execution } = config
  const automatic = kinds.includes("scores") ? "normalise" : "overlay"
  return {
    combine: allocation.combine === "auto" ? automatic : allocation.combine,
    gross_exposure_cap: execution.gross_exposure_cap,
    ...(execution.net_exposure_target === undefined
      ? {}
      : { net_exposure_target: execution.net_exposure_target }),
  } as const
}

/** Orders, fills, drift and cash of one book. */
export function fill(
  config: Config,
  snapshot: MarketFacts,
  market: Market,
  targets: Node.Source<Weights.TargetWeights>,
  as: string,
  targets_at: "decision" | "fill" = "decision",
) {
  const { cash_rate, financing_spread, short_borrow } = config.costs
  const {
    fill: returns,
    returns: { close_to_close },
    listing,
  } = market
  return Fills(
    {
      ...timing(config),
      targets_at,
      every_session: isDaily(config), // all books alike, so that leverage 1 gives the same book
      cash_rate,
      financing_spread,
      short_borrow,
      periods_per_year: snapshot.periods_per_year,
      delisting_return: config.data.delisting_return,
    },
    { targets, ...returns, close_to_close, listing, ...tradable(config, market, targets_at) },
    { as },
  )
}
