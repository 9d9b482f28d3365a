/** Costs of §6 once more, fill by fill, in plain loops that share nothing with the program. */
import type * as Panel from "../../../src/domain/Panel.ts"

export interface NaiveRates {
  readonly spread_bps: number
  readonly slippage_bps: number
  readonly impact_coefficient: number
}

export interface NaiveInputs {
  readonly turnover: Panel.Panel
  readonly listing: Panel.Panel
  readonly close: Panel.Panel
  readonly volume: Panel.Panel
  readonly returns: Panel.Panel
}

export function naiveCosts(inputs: NaiveInputs, ratesOf: (asset: string) => NaiveRates, capital: number) {
  const { assets, calendar } = inputs.listing
  const at = (panel: Panel.Panel, t: number, i: number): number => panel.values[t * assets.length + i]!
  let largestSoFar: number | undefined
  return Array.from(calendar.sessions, (_, t) => {
    const traders = assets
      .map((_, i) => i)
      .filter((i) => at(inputs.listing, t, i) === 1 && at(inputs.turnover, t, i) > 0)
    const own = new Map<number, number>()
    for (const i of traders) {
      const coefficient = ratesOf(assets[i]!).impact_coefficient
      if (coefficient === 0) continue
      const rows: Array<number> = []
      for (let s = t - 1; s >= Math.max(0, t - 21) && at(inputs.listing, s, i) >= 0; s--) rows.push(s)
      const returns = rows.map((s) => at(inputs.returns, s, i)).filter((r) => !Number.isNaN(r))
      const traded = rows
        .map((s) => at(inputs.close, s, i) * at(inputs.volume, s, i))
        .filter((v) => !Number.isNaN(v))
      const adv = traded.reduce((sum, v) => sum + v, 0) / traded.length
      const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length
      const variance = returns.reduce((sum, r) => sum + (r - mean) * (r - mean), 0) / (returns.length - 1)
      const known = returns.length >= 2 && adv > 0
      if (known) {
        own.set(i, coefficient * Math.sqrt(variance) * Math.sqrt((at(inputs.turnover, t, i) * capital) / adv))
      }
    }
    const largest = own.size > 0 ? Math.max(...own.values()) : largestSoFar
    if (own.size > 0) largestSoFar = Math.max(largest!, largestSoFar ?? 0)
    const costs = { spread: 0, slippage: 0, impact: 0, assumed: 0 }
    for (const i of traders) {
      const x = at(inputs.turnover, t, i)
      const rates = ratesOf(assets[i]!)
      costs.spread += (x * rates.spread_bps) / 20_000
      costs.slippage += (x * rates.slippage_bps) / 10_000
      if (rates.impact_coefficient === 0) continue
      costs.impact += x * (own.get(i) ?? largest ?? 0)
      if (!own.has(i)) costs.assumed++
    }
    return costs
  })
}
