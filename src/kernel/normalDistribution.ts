import { exp } from "./exp.ts"

/**
 * Distribution function of the standard normal, Φ(z).
 *
 * @returns accurate to about 1e-15; 0 at −∞, 1 at +∞, NaN for NaN. Total: never throws.
 *
 * Near 0 the series ½ + φ(z)·Σ z^(2k+1) / (1·3·5…(2k+1)), beyond 3 the continued fraction of Mills' ratio.
 * Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.2.11 and 26.2.14.
 */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return NaN
  const size = Math.abs(z)
  if (size > 40) return z > 0 ? 1 : 0
  const density = exp((-z * z) / 2) / rootTwoPi
  if (size <= 3) return 0.5 + (z < 0 ? -1 : 1) * density * oddSeries(size)
  const beyond = density * millsRatio(size)
  return z > 0 ? 1 - beyond : beyond
}

const rootTwoPi = 2.5066282746310002

function oddSeries(z: number): number {
  let term = z
  let sum = z
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return sum
}

/** z > 3: 1/(z + 1/(z + 2/(z + 3/…))), from the inside out. */
function millsRatio(z: number): number {
  let rest = z
  for (let k = 120; k > 0; k--) rest = z + k / rest
  return 1 / rest
}
