/** Prices, who is listed, and what was earned from close to close and around a fill. */
import type { Node, Panel } from "sage"
import {
  FillReturns,
  Listing,
  Prices,
  Returns,
  type SnapshotManifest,
  TotalReturnIndex,
  Universe,
} from "sage/data"
import { type Config, universeOf } from "./config.ts"

export type Market = ReturnType<typeof openMarket>

/** Prices, who is listed, and returns from and to the fill. */
export function openMarket({ data, period, execution }: Config, snapshot: SnapshotManifest) {
  const prices = Prices(
    {
      snapshot: data.snapshot,
      assets: universeOf({ data }, snapshot) as [string, ...Array<string>],
      ...(data.calendar === undefined ? {} : { calendar: data.calendar }),
      ...(period.end === undefined ? {} : { end: period.end }),
    },
    {},
  )
  const { close, dividend, split_ratio, listing_table } = prices
  const listing = Listing({ delist_after: data.delist_after }, { close, listing_table }).state
  const listed = { close, dividend, split_ratio, listing }
  const stale = { max_stale: data.max_stale }
  const fillPrice = execution.price_used ?? (execution.execution_time === "next_open" ? "open" : "close")
  return {
    ...prices,
    listing,
    ...universeAt({ data }, snapshot, listing),
    returns: Returns(stale, listed),
    index: TotalReturnIndex(stale, listed),
    fill: FillReturns(
      { price_used: fillPrice },
      { ...listed, open: prices.open, high: prices.high, low: prices.low },
    ),
  }
}

/** Who may be chosen, where the snapshot dates it; else nothing, and every listed asset may. */
function universeAt(
  { data }: Pick<Config, "data">,
  snapshot: SnapshotManifest,
  listing: Node.Source<Panel.Panel>,
): { readonly universe?: Node.Source<Panel.Panel> } {
  if (snapshot.membership === undefined || data.membership === "ignore") return {}
  const assets = new Set(universeOf({ data }, snapshot))
  const named = Object.entries(snapshot.membership).filter(([asset]) => assets.has(asset))
  return { universe: Universe({ membership: Object.fromEntries(named) }, { listing }) }
}
