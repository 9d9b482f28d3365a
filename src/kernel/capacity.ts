import { isFlat, sampleDeviation } from "./sampleDeviation.ts"
import { mean } from "./mean.ts"
import { type CostRates, type Growth, netReturns } from "./netReturns.ts"

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
  const factor = Math.sqrt(capital / inputs.capital)
  const { spread, slippage, impact } = inputs.rates
  const scaled = { spread, slippage, impact: impact.map((rate) => rate * factor) }
  const { net } = netReturns(inputs, scaled, 0, false)
  const end = net.findIndex(Number.isNaN)
  const counted = end < 0 ? net : net.subarray(0, end)
  const average = mean(counted)
  const deviation = sampleDeviation(counted)
  return isFlat(deviation, average) ? NaN : (average - inputs.riskFree) / deviation
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
