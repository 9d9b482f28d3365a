/**
 * What trading a class of assets usually costs: the middle of the ranges in docs/cost-modeling.md, for an account that is
 * small against the market. A place to start from, to be replaced by one's own fills.
 *
 * `spread_bps` is the full spread, `impact_coefficient` the c of the square-root law.
 */
export const classPresets = {
  us_index_fund: { spread_bps: 0.5, slippage_bps: 0.5, impact_coefficient: 0.75 },
  large_cap: { spread_bps: 3, slippage_bps: 2, impact_coefficient: 0.75 },
  small_cap: { spread_bps: 30, slippage_bps: 6, impact_coefficient: 1 },
  major_currency: { spread_bps: 1, slippage_bps: 0.5, impact_coefficient: 0.75 },
  index_future: { spread_bps: 1, slippage_bps: 0.5, impact_coefficient: 0.75 },
  large_crypto: { spread_bps: 5, slippage_bps: 12, impact_coefficient: 1 },
} as const

export type ClassPreset = keyof typeof classPresets
