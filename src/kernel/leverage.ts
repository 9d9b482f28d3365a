export interface LeverageRule {
  /** wanted volatility, in the unit of `volatility` */
  readonly target: number
  readonly least: number
  readonly most: number
}

/** A volatility below this says that nothing moved: no estimate. */
const still = 1e-8

/**
 * Leverage that brings a volatility to its target, within bounds.
 *
 * @param volatility NaN = not known
 * @returns 1 within the bounds where the volatility is not known or below 1e-8. Total: never throws.
 */
export function leverage(volatility: number, { target, least, most }: LeverageRule): number {
  const wanted = volatility >= still ? target / volatility : 1
  return Math.min(Math.max(wanted, least), most)
}
