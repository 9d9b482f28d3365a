import { centredReturns } from "./centredReturns.ts"
import { crossProducts } from "./crossProducts.ts"
import { meanVariance, shrinkToIdentity } from "./shrinkToIdentity.ts"

/**
 * Covariance (divisor T) shrunk towards μ·I, μ the mean variance, by the intensity that minimises the expected squared
 * Frobenius error: δ = min(β², d²)/d², d² = ‖S − μI‖², β² = Σ_t ‖x_t x_t' − S‖²/T².
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 1
 * @returns shape (n × n), per session, and the intensity δ
 *
 * NaN: everything, when any return is missing. Assets that all stand still give 0. Total: never throws.
 * Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", Journal of
 * Multivariate Analysis 88 (2004), lemmas 3.2 to 3.4.
 */
export function ledoitWolfCovariance(
  returns: Float64Array,
  assets: number,
): { readonly covariance: Float64Array; readonly shrinkage: number } {
  const rows = returns.length / assets
  const centred = centredReturns(returns, assets)
  const covariance = crossProducts(centred, centred, assets).map((sum) => sum / rows)
  const mean = meanVariance(covariance, assets)
  const size = sumOfSquares(covariance)
  const distance = size - assets * mean * mean
  // Σ_t ‖x_t x_t' − S‖² = Σ_t ‖x_t‖⁴ − T‖S‖²
  let fourth = 0
  for (let row = 0; row < centred.length; row += assets) {
    const length = sumOfSquares(centred.subarray(row, row + assets))
    fourth += length * length
  }
  const error = (fourth / rows - size) / rows
  const shrinkage = distance > 0 ? Math.max(0, Math.min(1, error / distance)) : 0
  return { covariance: shrinkToIdentity(covariance, assets, shrinkage), shrinkage }
}

/** Σ x². */
export function sumOfSquares(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}
