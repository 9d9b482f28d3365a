/** Cost rates of each asset: its own where it has them, else its class's, else the general ones. */
export interface CostFields {
  readonly spread_bps: number
  readonly slippage_bps: number
  readonly impact_coefficient: number
}

export interface CostConfig extends CostFields {
  readonly overrides: Readonly<Record<string, Partial<CostFields>>>
  readonly asset_classes: Readonly<Record<string, string>>
}

export function ratesOf(
  config: CostConfig,
  assets: ReadonlyArray<string>,
  field: keyof CostFields,
): Float64Array {
  return Float64Array.from(assets, (asset) => {
    const own = config.overrides[asset]?.[field]
    const ofClass = config.overrides[config.asset_classes[asset] ?? ""]?.[field]
    return own ?? ofClass ?? config[field]
  })
}
