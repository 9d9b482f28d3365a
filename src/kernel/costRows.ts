import { tradingScale } from "./tradingScale.ts"

export interface CostInputs {
  readonly assets: number
  /** fractions of net asset value that change hands, shape (T × n); 0 or NaN = nothing */
  readonly turnover: Float64Array
  /** 1 = a bar; only then can an order have filled, and only fills pay */
  readonly listing: Float64Array
  /** as traded, and shares */
  readonly close: Float64Array
  readonly volume: Float64Array
  /** close to close, decimal */
  readonly returns: Float64Array
}

export interface AssetRates {
  /** shape (n) each */
  readonly spreadBps: Float64Array
  readonly slippageBps: Float64Array
  readonly impactCoefficient: Float64Array
  /** net asset value that impact is computed for, USD */
  readonly capital: number
}

export interface CostRows {
  /** fractions of net asset value at the fill, shape (T) */
  readonly spread: Float64Array
  readonly slippage: Float64Array
  readonly impact: Float64Array
  /** spread + slippage + impact */
  readonly total: Float64Array
  /** all three, shape (T × n), or empty when not asked for; NaN where an asset is not listed */
  readonly byAsset: Float64Array
  /** impact per unit traded that was assumed for want of volume or volatility, shape as `byAsset`; NaN elsewhere */
  readonly impactAssumed: Float64Array
  /** largest impact per unit traded that was known so far; NaN = none */
  readonly largestImpact: number
}

/** Turnover up to this is the rounding of weights that stay: it pays nothing, and no rate is taken from it. */
const dust = 1e-12

/** Sessions, ending before the fill, over which volatility and traded value are measured. */
export const impactWindow = 21

/**
 * Costs of each session's fills: half the spread, slippage, and square-root impact c·σ·√(x·capital/ADV) on what is
 * traded. An asset without known volume or volatility gets the largest impact rate of the same fill, else the largest
 * so far, else none.
 *
 * @param from first row to compute; earlier rows are lookback and cost nothing
 * @param largestBefore `largestImpact` after the row before `from`
 * @param detailed whether to keep what each asset pays
 */
export function costRows(
  inputs: CostInputs,
  rates: AssetRates,
  from: number,
  largestBefore: number,
  detailed: boolean,
): CostRows {
  const { assets, turnover } = inputs
  const sessions = assets === 0 ? 0 : turnover.length / assets
  const out = emptyRows(sessions, detailed ? turnover.length : 0)
  const impact = new Float64Array(assets)
  if (detailed) leaveOutUnlisted(inputs.listing, out.byAsset)
  let largest = largestBefore
  for (let t = from; t < sessions; t++) {
    if (!pays(inputs, t)) continue
    largest = impactRates(inputs, rates, t, largest, impact, out.impactAssumed)
    addCosts(inputs, rates, t, impact, out)
  }
  return { ...out, largestImpact: largest }
}

function pays(inputs: CostInputs, t: number): boolean {
  const { assets } = inputs
  for (let at = t * assets, end = at + assets; at < end; at++) if (trades(inputs, at)) return true
  return false
}

const trades = ({ turnover, listing }: CostInputs, at: number): boolean =>
  turnover[at]! > dust && listing[at] === 1

function leaveOutUnlisted(listing: Float64Array, byAsset: Float64Array): void {
  for (let at = 0; at < listing.length; at++) if (Number.isNaN(listing[at]!)) byAsset[at] = NaN
}

function emptyRows(sessions: number, cells: number): Omit<CostRows, "largestImpact"> {
  return {
    spread: new Float64Array(sessions),
    slippage: new Float64Array(sessions),
    impact: new Float64Array(sessions),
    total: new Float64Array(sessions),
    byAsset: new Float64Array(cells),
    impactAssumed: new Float64Array(cells).fill(NaN),
  }
}

/**
 * Impact per unit traded of every asset that trades at row t, into `impact`; what is assumed also into `assumed`.
 *
 * @returns the largest known so far
 */
function impactRates(
  inputs: CostInputs,
  rates: AssetRates,
  t: number,
  largestBefore: number,
  impact: Float64Array,
  assumed: Float64Array,
): number {
  const { assets, turnover } = inputs
  let largest = NaN
  for (let i = 0; i < assets; i++) {
    const at = t * assets + i
    const coefficient = rates.impactCoefficient[i]!
    impact[i] = 0
    if (coefficient === 0 || !trades(inputs, at)) continue
    impact[i] = coefficient * tradingScale(inputs, t, i, impactWindow, turnover[at]! * rates.capital)
    if (impact[i]! > largest || Number.isNaN(largest)) largest = impact[i]!
  }
  const standIn = Number.isNaN(largest) ? largestBefore : largest
  for (let i = 0; i < assets; i++) {
    if (!Number.isNaN(impact[i]!)) continue
    impact[i] = Number.isNaN(standIn) ? 0 : standIn
    if (assumed.length > 0) assumed[t * assets + i] = impact[i]!
  }
  return largest > largestBefore || Number.isNaN(largestBefore) ? largest : largestBefore
}

function addCosts(
  inputs: CostInputs,
  rates: AssetRates,
  t: number,
  impact: Float64Array,
  out: Omit<CostRows, "largestImpact">,
): void {
  const { assets, turnover } = inputs
  for (let i = 0; i < assets; i++) {
    const at = t * assets + i
    if (!trades(inputs, at)) continue
    const traded = turnover[at]!
    const spread = (traded * rates.spreadBps[i]!) / 2 / 1e4
    const slippage = (traded * rates.slippageBps[i]!) / 1e4
    const pushed = traded * impact[i]!
    if (out.byAsset.length > 0) out.byAsset[at] = spread + slippage + pushed
    out.spread[t]! += spread
    out.slippage[t]! += slippage
    out.impact[t]! += pushed
  }
  out.total[t] = out.spread[t]! + out.slippage[t]! + out.impact[t]!
}
