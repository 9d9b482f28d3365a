/** Prices, who is listed, and what was earned from close to close and around a fill. */
import { Artifacts, type Node, type Panel } from "sage"
import {
  FetchPrices,
  FillReturns,
  Listing,
  ListingAtOpen,
  LivePrices,
  type MarketFacts,
  Prices,
  Returns,
  type SourceChoice,
  TotalReturnIndex,
  UndatedListings,
  Universe,
} from "sage/data"
import { type Config, isAtOpen, universeOf } from "./config.ts"

export type Market = ReturnType<typeof openMarket>

/** Prices, who is listed, and returns from and to the fill. */
export function openMarket(config: Config, facts: MarketFacts) {
  const { data, execution } = config
  const fillPrice = execution.price_used ?? (execution.execution_time === "next_open" ? "open" : "close")
  const { listing_table, manifest, live, ...bars } =
    data.mode === "live"
      ? livePrices(config, facts, fillPrice === "open" || isAtOpen(config))
      : pinnedPrices(config, facts)
  const { close, dividend, split_ratio } = bars
  const listing = Listing({ delist_after: data.delist_after }, { close, listing_table }).state
  const listed = { close, dividend, split_ratio, listing }
  const stale = { max_stale: data.max_stale }
  // what a decision knows of its own session
  const decidable = isAtOpen(config)
    ? ListingAtOpen({}, { open: bars.open, listing, listing_table })
    : listing
  return {
    ...bars,
    manifest,
    live,
    listing,
    decidable,
    ...universeAt({ data }, facts, decidable),
    returns: Returns(stale, listed),
    index: TotalReturnIndex(stale, listed),
    fill: FillReturns(
      { price_used: fillPrice },
      { ...listed, open: bars.open, high: bars.high, low: bars.low },
    ),
  }
}

/** Who may be chosen, where the snapshot dates it; else nothing, and every listed asset may. */
function universeAt(
  { data }: Pick<Config, "data">,
  snapshot: MarketFacts,
  listing: Node.Source<Panel.Panel>,
): { readonly universe?: Node.Source<Panel.Panel> } {
  if (snapshot.membership === undefined || data.membership === "ignore") return {}
  const assets = new Set(universeOf({ data }, snapshot))
  const named = Object.entries(snapshot.membership).filter(([asset]) => assets.has(asset))
  return { universe: Universe({ membership: Object.fromEntries(named) }, { listing }) }
}

type Assets = readonly [string, ...Array<string>]

function pinnedPrices({ data, period }: Config, facts: MarketFacts) {
  const prices = Prices(
    {
      snapshot: data.snapshot,
      assets: universeOf({ data }, facts) as Assets,
      ...(data.calendar === undefined ? {} : { calendar: data.calendar }),
      ...(period.end === undefined ? {} : { end: period.end }),
    },
    {},
  )
  const manifest = Artifacts.SnapshotManifestDocument({ snapshot: data.snapshot }, {})
  return { ...prices, manifest, live: undefined }
}

/** One answer a symbol, each kept for a day, so that one that fails or is added asks for no other again. */
function livePrices({ data, period }: Config, facts: MarketFacts, needsOpens: boolean) {
  const assets = universeOf({ data }, facts) as Assets
  const fetched = Object.fromEntries(
    assets.map((symbol) => [
      symbol,
      FetchPrices({ source: sourceOf(data), symbol, from: data.from ?? "2000-01-01" }, {}, { as: symbol }),
    ]),
  )
  const each = <A>(port: (one: ReturnType<typeof FetchPrices>) => A) =>
    Object.fromEntries(Object.entries(fetched).map(([symbol, one]) => [symbol, port(one)]))
  const { manifest, ...bars } = LivePrices(
    {
      assets,
      calendar: facts.calendar,
      needs_opens: needsOpens,
      ...(period.end === undefined ? {} : { end: period.end }),
    },
    { answers: each(({ answer }) => answer), receipts: each(({ receipt }) => receipt) },
  )
  return { ...bars, manifest, live: manifest, listing_table: UndatedListings({}, {}) }
}

const sourceOf = (data: Config["data"]): SourceChoice =>
  data.source === "yahoo"
    ? { kind: "yahoo" }
    : {
        kind: "csv_dir",
        folder: data.folder!, // the schema asks for both
        adjustment: data.adjustment!,
        currency: data.currency ?? "USD",
      }
