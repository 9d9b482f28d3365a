import { resolution } from "./resolution.ts"

/** One asset's rows in order of session. */
export interface AdjustedCloses {
  readonly close: Float64Array
  readonly splitRatio: Float64Array
  readonly adjClose: Float64Array
}

/**
 * The dividends that turn a close into a source's adjusted close: D_t = C_{t−1} − C_t·S_t·adjC_{t−1}/adjC_t, per share
 * before that day's split, not rounded; so that C_t·S_t/(C_{t−1} − D_t) is the source's own adjusted return.
 *
 * Prices are written with finite precision, so the formula gives dust on every day without a dividend. A half step of
 * each of the four prices moves D_t by at most C_{t−1} × the sum of their relative half steps, which is read off the
 * columns (prices in cents, six decimals, single precision); what is within twice that could be rounding alone and is 0.
 * Beside it a source's own factors are rounded: over 21 funds of Yahoo the dust reaches 2.2e-6 of the price, and the
 * smallest dividend, of a bill fund in a year of low rates, is 1.8e-5 of it. So nothing below `leastYield` counts either;
 * a wrong choice there costs less than 5e-6 of one return.
 *
 * @returns shape (n); 0 on the first row, where a price is not known, and within rounding; may be negative where the
 * source's own prices contradict each other
 */
export function impliedDividends({ close, splitRatio, adjClose }: AdjustedCloses): Float64Array {
  const out = new Float64Array(close.length)
  const ofClose = resolution(close)
  const ofAdjusted = resolution(adjClose)
  let last = -1
  for (let t = 0; t < close.length; t++) {
    if (Number.isNaN(close[t]!) || Number.isNaN(adjClose[t]!)) continue
    if (last >= 0) {
      const before = close[last]!
      const dividend = before - (close[t]! * splitRatio[t]! * adjClose[last]!) / adjClose[t]!
      const noise =
        halfStep(ofClose, before) +
        halfStep(ofClose, close[t]!) +
        halfStep(ofAdjusted, adjClose[last]!) +
        halfStep(ofAdjusted, adjClose[t]!)
      out[t] = Math.abs(dividend) <= before * Math.max(2 * noise, leastYield) ? 0 : dividend
    }
    last = t
  }
  return out
}

/** Of the close before. */
const leastYield = 5e-6

/** Relative. */
const halfStep = (step: ReturnType<typeof resolution>, price: number): number =>
  step.absolute / price + step.relative
