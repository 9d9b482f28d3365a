import { exp } from "../exp.ts"
import { log } from "../log.ts"
import { normalDistribution } from "../normalDistribution.ts"

/**
 * Probability that a chi-square variable of `degrees` degrees of freedom exceeds `value`: what a test statistic's p-value is.
 *
 * By the finite sums for whole degrees: of even ones e^(−x/2)·Σ_{j<d/2} (x/2)^j / j!, of odd ones 2·(1 − Φ(√x)) and the terms of half
 * powers.
 *
 * @param value ≥ 0 @param degrees a whole number ≥ 1
 * @returns relative error some 1e-14 down to 1e-300; 1 for a value of 0 or less, NaN for NaN. Total: never throws.
 * Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.4.4 and 26.4.5.
 */
export function chiSquareTail(value: number, degrees: number): number {
  if (Number.isNaN(value)) return NaN
  if (value <= 0) return 1
  if (value === Infinity) return 0
  const half = value / 2
  const isEven = degrees % 2 === 0
  // the j-th term is (x/2)^j / Γ(j + 1), j whole or half, times e^(−x/2): by logarithms, since either factor may leave the range
  let order = isEven ? 0 : 0.5
  let logTerm = isEven ? -half : -half + 0.5 * log(half) - logGammaOfThreeHalves
  let sum = isEven ? 0 : 2 * normalDistribution(-Math.sqrt(value))
  for (; order < degrees / 2; order++) {
    sum += exp(logTerm)
    logTerm += log(half) - log(order + 1)
  }
  return Math.min(1, sum)
}

/** ln Γ(3/2) = ln(√π / 2) */
const logGammaOfThreeHalves = -0.1207822376352452
