import { boundedShares } from "./boundedShares.ts"

export interface ShareBounds {
  /** smallest volatility that counts, > 0 */
  readonly floor: number
  readonly least: number
  readonly most: number
}

/**
 * Shares in inverse proportion to volatility, within bounds.
 *
 * @param volatility shape (n), n ≥ 1, in any one unit; NaN = no estimate
 * @returns shape (n), adding up to 1, within the bounds where n · least ≤ 1 ≤ n · most; equal where any volatility is
 * NaN. Total: never throws.
 */
export function inverseShares(volatility: Float64Array, { floor, least, most }: ShareBounds): Float64Array {
  if (volatility.some(Number.isNaN)) return volatility.map(() => 1 / volatility.length)
  const inverse = volatility.map((size) => 1 / Math.max(size, floor))
  const sum = inverse.reduce((total, value) => total + value, 0)
  return boundedShares(
    inverse.map((value) => value / sum),
    least,
    most,
  )
}
