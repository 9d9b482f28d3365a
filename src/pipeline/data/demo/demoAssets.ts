import type { DemoAsset } from "./DemoMarket.ts"

const asset = (
  ticker: string,
  name: string,
  group: DemoAsset["class"],
  sector: string,
  inDefaultUniverse: boolean,
  tradable = true,
): DemoAsset => ({ ticker, name, class: group, sector, tradable, inDefaultUniverse })

/** Who is in the demo market: the tradable core, an index, and two extras with a listing of their own. */
export const demoAssets: ReadonlyArray<DemoAsset> = [
  asset("USEQ", "US equities", "equity", "equity-us", true),
  asset("TECH", "US technology equities", "equity", "equity-us", true),
  asset("EMEQ", "Emerging-market equities", "equity", "equity-emerging", true),
  asset("REIT", "Real estate", "equity", "real-estate", true),
  asset("LTGB", "Long-term government bonds", "bond", "government-bonds", true),
  asset("CRED", "High-yield corporate bonds", "bond", "corporate-bonds", true),
  asset("GOLD", "Gold", "commodity", "commodities", true),
  asset("TBIL", "Treasury bills", "cash", "cash", true),
  asset("VOLX", "Volatility index", "index", "volatility", false, false),
  asset("LATE", "A technology company listed in 2019", "equity", "equity-us", false),
  asset("GONE", "A company delisted in 2020", "equity", "equity-us", false),
]
