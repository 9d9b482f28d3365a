import { exp } from "../exp.ts"
import { crossProducts } from "./crossProducts.ts"

const ln2 = 0.6931471805599453

/**
 * Exponentially weighted covariance around a mean of zero, over a window: weights fall by half in `halfLife` sessions and
 * add up to 1.
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 1
 * @param halfLife sessions, > 0
 * @returns shape (n × n), per session
 *
 * NaN: rows and columns of an asset with a missing return. Total: never throws.
 * Source: RiskMetrics Technical Document, 4th ed. (1996), ch. 5; there the decay is .94 (half-life 11.2) for daily data.
 */
export function ewmaCovariance(returns: Float64Array, assets: number, halfLife: number): Float64Array {
  const rows = returns.length / assets
  const weights = Float64Array.from({ length: rows }, (_, t) => exp((-ln2 * (rows - 1 - t)) / halfLife))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const scaled = returns.map((value, at) => value * Math.sqrt(weights[Math.floor(at / assets)]! / total))
  return crossProducts(scaled, scaled, assets)
}
