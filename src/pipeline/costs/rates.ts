/**
 * Cost rates of each asset, field by field: its own where it has them, else those of its class, else what is usual for
 * that class, else the general ones. All of them times `scale`.
 */
import { type ClassPreset, classPresets } from "./classPresets.ts"

export interface CostFields {
  readonly spread_bps: number
  readonly slippage_bps: number
  readonly impact_coefficient: number
}

export interface CostConfig extends CostFields {
  readonly overrides: Readonly<Record<string, Partial<CostFields>>>
  readonly asset_classes: Readonly<Record<string, string>>
  readonly scale: number
}

export function ratesOf(
  config: CostConfig,
  assets: ReadonlyArray<string>,
  field: keyof CostFields,
): Float64Array {
  return Float64Array.from(assets, (asset) => {
    const assetClass = config.asset_classes[asset] ?? ""
    const own = config.overrides[asset]?.[field]
    const ofClass = config.overrides[assetClass]?.[field]
    const usual = presetOf(assetClass)?.[field]
    return (own ?? ofClass ?? usual ?? config[field]) * config.scale
  })
}

const presetOf = (name: string): CostFields | undefined =>
  Object.hasOwn(classPresets, name) ? classPresets[name as ClassPreset] : undefined
