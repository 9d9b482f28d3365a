/** What trading costs by asset and class: what the config says, and below it what the snapshot's assets.yaml says. */
import { classPresets } from "sage/costs"
import type { MarketFacts } from "sage/data"
import { type Config, universeOf } from "./config.ts"

type Overrides = Config["costs"]["overrides"]

/** Class of each asset of the universe that has one. */
export function classesOf(config: Config, snapshot: MarketFacts): Readonly<Record<string, string>> {
  const { asset_rates, asset_classes } = config.costs
  if (asset_rates === "none" || snapshot.assets === undefined) return asset_classes
  const stated = universeOf(config, snapshot).flatMap((asset): ReadonlyArray<[string, string]> => {
    const assetClass = factsOf(snapshot, asset)?.class
    return assetClass === undefined ? [] : [[asset, assetClass]]
  })
  return { ...Object.fromEntries(stated), ...asset_classes }
}

/**
 * Overrides and classes of the cost model. Field by field, an asset has the rate that `costs.overrides` gives to it, else
 * to its class, else that of assets.yaml, else what is usual for its class, else the general one.
 */
export function assetRatesOf(config: Config, snapshot: MarketFacts) {
  const { overrides, asset_classes, asset_rates } = config.costs
  if (asset_rates === "none" || snapshot.assets === undefined) return { overrides, asset_classes }
  const classes = classesOf(config, snapshot)
  const ofAssets = universeOf(config, snapshot).flatMap(
    (asset): ReadonlyArray<[string, Overrides[string]]> => {
      const costs = factsOf(snapshot, asset)?.costs
      if (costs === undefined) return []
      const ofClass = own(overrides, classes[asset] ?? "")
      return [[asset, { ...costs, ...ofClass, ...own(overrides, asset) }]]
    },
  )
  const withRates = Object.entries(classes).filter(
    ([asset, name]) =>
      Object.hasOwn(asset_classes, asset) ||
      Object.hasOwn(overrides, name) ||
      Object.hasOwn(classPresets, name),
  )
  return {
    overrides: { ...overrides, ...Object.fromEntries(ofAssets) },
    asset_classes: Object.fromEntries(withRates),
  }
}

const factsOf = ({ assets }: MarketFacts, asset: string) => own(assets ?? {}, asset)

const own = <A>(record: Readonly<Record<string, A>>, key: string): A | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
