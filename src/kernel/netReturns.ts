import { isTotalLoss } from "./isTotalLoss.ts"

export interface Growth {
  /** growth of net asset value from the previous close to the fill, shape (T) */
  readonly g1: Float64Array
  /** growth from the fill to the close, shape (T) */
  readonly g2: Float64Array
}

export interface CostRates {
  /** fractions of net asset value at the fill, shape (T) */
  readonly spread: Float64Array
  readonly slippage: Float64Array
  readonly impact: Float64Array
}

export interface NetReturnRows extends CostRates {
  readonly gross: Float64Array
  readonly net: Float64Array
  /** spread + slippage + impact */
  readonly cost: Float64Array
  /** after the last row */
  readonly ruined: boolean
}

/**
 * Gross and net return of each session, and each cost as a fraction of the previous close's net asset value.
 *
 * @param from first row to compute; rows before it are NaN
 * @param ruined whether the study had ended before `from`
 *
 * net = g1·(1 − c)·g2 − 1, cost_k = c_k·g1·g2. Ruin (g1, 1 − c or g2 not above 0): net = −1, NaN after it;
 * gross = −1 too unless it was the costs that ruined.
 * NaN: a session without growth (after ruin of the book) has none of the columns.
 */
export function netReturns(growth: Growth, rates: CostRates, from: number, ruined: boolean): NetReturnRows {
  const { g1, g2 } = growth
  const column = () => new Float64Array(g1.length).fill(NaN)
  const out = {
    gross: column(),
    net: column(),
    spread: column(),
    slippage: column(),
    impact: column(),
    cost: column(),
  }
  let ended = ruined
  for (let t = from; t < g1.length && !ended; t++) {
    const both = g1[t]! * g2[t]!
    if (Number.isNaN(both)) continue
    const rate = rates.spread[t]! + rates.slippage[t]! + rates.impact[t]!
    const lost = isTotalLoss(g1[t]!) || isTotalLoss(g2[t]!)
    ended = lost || isTotalLoss(1 - rate)
    out.gross[t] = lost ? -1 : both - 1
    out.net[t] = ended ? -1 : g1[t]! * (1 - rate) * g2[t]! - 1
    out.spread[t] = rates.spread[t]! * both
    out.slippage[t] = rates.slippage[t]! * both
    out.impact[t] = rates.impact[t]! * both
    out.cost[t] = out.spread[t]! + out.slippage[t]! + out.impact[t]!
  }
  return { ...out, ruined: ended }
}
