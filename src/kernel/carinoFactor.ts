import { log } from "./log.ts"

/**
 * Continuous over simple return: ln(1 + r) / r, 1 at r = 0. Parts of a session's return, times its factor over the
 * whole span's factor, add up to the parts of the compounded return.
 *
 * @param r simple return, decimal
 * @returns NaN for r ≤ −1, where no continuous return exists. Total: never throws.
 * Source: Cariño (1999), Combining attribution effects over time, Journal of Performance Measurement 3(4); the quotient
 * is taken of the rounded 1 + r, which keeps it exact to the last places near 0 (Kahan).
 */
export function carinoFactor(r: number): number {
  const growth = 1 + r
  if (!(growth > 0)) return NaN
  return growth === 1 ? 1 : log(growth) / (growth - 1)
}
