import { isTotalLoss } from "./isTotalLoss.ts"
import { isFlat, sampleDeviation } from "./sampleDeviation.ts"
import { mean } from "./mean.ts"
import type { CostRates, Growth } from "./netReturns.ts"

/** A book over the sessions that count, and what its fills cost at one size of the account. */
export interface CapacityInputs extends Growth {
  /** at `capital` */
  readonly rates: CostRates
  readonly capital: number
  /** per session, decimal */
  readonly riskFree: number
}

/**
 * Sharpe ratio a session that the same book has after costs with another capital. Weights do not depend on costs, and
 * square-root impact grows with √capital, what was assumed for want of volume included: so nothing is traded anew.
 *
 * @returns NaN for fewer than two sessions or returns that do not vary. Total: never throws.
 */
export function sharpeAtCapital(inputs: CapacityInputs, capital: number): number {
  const counted = netAtCapital(inputs, Math.sqrt(capital / inputs.capital))
  const average = mean(counted)
  const deviation = sampleDeviation(counted)
  return isFlat(deviation, average) ? NaN : (average - inputs.riskFree) / deviation
}

/** As `netReturns`, for net returns alone: dozens of capitals are asked for, and nothing else of them. */
function netAtCapital({ g1, g2, rates }: CapacityInputs, factor: number): Float64Array {
  const { spread, slippage, impact } = rates
  const net = new Float64Array(g1.length)
  for (let t = 0; t < net.length; t++) {
    const kept = 1 - (spread[t]! + slippage[t]! + impact[t]! * factor)
    if (Number.isNaN(g1[t]! * g2[t]!)) return net.subarray(0, t)
    if (isTotalLoss(g1[t]!) || isTotalLoss(g2[t]!) || isTotalLoss(kept)) {
      net[t] = -1
      return net.subarray(0, t + 1)
    }
    net[t] = g1[t]! * kept * g2[t]! - 1
  }
  return net
}

/**
 * The capital at which the Sharpe ratio has fallen to `share` of what it is without impact.
 *
 * @param largest beyond it nobody looks
 * @returns NaN where the ratio without impact is not above 0, Infinity where it does not fall that far up to `largest`
 *
 * Bisection of log capital, 60 halvings between 1 and `largest`: geometric means, so the same bits everywhere.
 */
export function capitalAtShareOfSharpe(inputs: CapacityInputs, share: number, largest: number): number {
  const free = sharpeAtCapital(inputs, 0)
  if (!(free > 0)) return NaN
  const isBelow = (capital: number): boolean => !(sharpeAtCapital(inputs, capital) > share * free)
  if (!isBelow(largest)) return Infinity
  let [low, high] = [1, largest]
  if (isBelow(low)) return low
  for (let i = 0; i < 60 && high > low; i++) {
    const middle = Math.sqrt(low * high)
    if (isBelow(middle)) high = middle
    else low = middle
  }
  return high
}
