import { exp } from "./exp.ts"
import { log } from "./log.ts"

/**
 * base^exponent for a base that is not negative, to a few units of 1e-16 times 1 + |exponent · ln base|: below 1e-12 of
 * the result wherever it is a finite number. The same bits on every machine, unlike `Math.pow`.
 *
 * base 0 gives 0 (exponent > 0), 1 (exponent 0) or +∞; a negative base gives NaN. Total: never throws.
 */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1
  if (exponent === 1 || base === 1) return base < 0 ? NaN : base
  return exp(exponent * log(base))
}
