import type { Session } from "./accounting.ts"
import type { Market } from "./returns.ts"
import { mean, sampleStd, total } from "./returns.ts"
import type { CostRate, Settings } from "./types.ts"

export interface Costs {
  readonly spread: number
  readonly slippage: number
  readonly impact: number
}

/** Largest impact rate seen so far in the study, NaN before the first; one per turnover basis. */
export interface ImpactMemory {
  largest: number
}

/** Step 3 of page §5: cost rates at the fill, as fractions of NAV there. */
export function costRates(
  market: Market,
  t: number,
  paid: ReadonlyArray<number>,
  costs: Settings["costs"],
  memory: ImpactMemory,
): Costs {
  // docs/cost-modeling.md: an asset's own rate, else its class's, else the general one, each times scale.
  const own = (rate: CostRate) =>
    market.assets.map((asset) => {
      const assetClass = costs.asset_classes[asset] ?? ""
      const stated = costs.overrides[asset]?.[rate] ?? costs.overrides[assetClass]?.[rate] ?? costs[rate]
      return stated * costs.scale
    })
  const [spread, slippage, impact] = [own("spread_bps"), own("slippage_bps"), own("impact_coefficient")]
  return {
    spread: total(paid.map((x, i) => (x * spread[i]!) / 2 / 1e4)),
    slippage: total(paid.map((x, i) => (x * slippage[i]!) / 1e4)),
    impact: impactRate(market, t, paid, { coefficients: impact, capital: costs.capital }, memory),
  }
}

interface Impact {
  /** one an asset */
  readonly coefficients: ReadonlyArray<number>
  readonly capital: number
}

function impactRate(
  market: Market,
  t: number,
  paid: ReadonlyArray<number>,
  impact: Impact,
  memory: ImpactMemory,
): number {
  // page §6: an asset whose coefficient is 0 takes no part, neither as the largest rate nor in want of one.
  // page §2: ties within 1e-12 are neutral: turnover of rounding is no trade whose rate could stand for another's.
  const names = paid.map((_, i) => i).filter((i) => paid[i]! > 1e-12 && impact.coefficients[i]! > 0)
  // page §6: "the largest impact rate" is per unit of turnover: coefficient x sigma x sqrt(x capital / ADV).
  const rates = names.map((i) => ownImpact(market, t, i, paid[i]!, impact))
  const known = rates.filter((rate) => !Number.isNaN(rate))
  const substitute = known.length > 0 ? Math.max(...known) : Number.isNaN(memory.largest) ? 0 : memory.largest
  if (known.length > 0) memory.largest = Math.max(...known, Number.isNaN(memory.largest) ? 0 : memory.largest)
  return total(names.map((i, k) => paid[i]! * (Number.isNaN(rates[k]!) ? substitute : rates[k]!)))
}

/** Square-root law from the 21 sessions before the fill; NaN without volume or two returns. */
function ownImpact(market: Market, t: number, i: number, x: number, impact: Impact): number {
  const history = market.histories[i]!
  const window = market.sessions.map((_, s) => s).filter((s) => s >= t - 21 && s < t)
  // page §6: returns of this listing as estimators see them (0 on a carried close), the unknown left out.
  const own = window.filter((s) => history.listing[s] === history.listing[t])
  const returns = own.map((s) => history.estimator[s]!).filter((r) => !Number.isNaN(r))
  // page §6: ADV is the mean over sessions with a bar and a volume (one of 0 counts; all 0 = no volume).
  const traded = own.map((s) => history.bars[s]!).filter((bar) => bar !== null && Number.isFinite(bar.volume))
  const adv = traded.length === 0 ? NaN : mean(traded.map((bar) => bar.close * bar.volume))
  if (returns.length < 2 || !(adv > 0)) return NaN
  return impact.coefficients[i]! * sampleStd(returns) * Math.sqrt((x * impact.capital) / adv)
}

export function sumOf(costs: Costs): number {
  return costs.spread + costs.slippage + costs.impact
}

/** Costs as parts of the day's return: rate x g1 x g2, so that net = gross - sum. */
export function inReturns(rates: Costs, session: Session): Costs {
  // page §5: a session lost before its fill trades nothing; its weights, and so g2, are not defined.
  const size = session.g1 > 1e-12 ? session.g1 * session.g2 : 0
  return { spread: rates.spread * size, slippage: rates.slippage * size, impact: rates.impact * size }
}
