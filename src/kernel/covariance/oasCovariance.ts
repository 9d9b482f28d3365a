import { centredReturns } from "./centredReturns.ts"
import { crossProducts } from "./crossProducts.ts"
import { sumOfSquares } from "./ledoitWolfCovariance.ts"
import { meanVariance, shrinkToIdentity } from "./shrinkToIdentity.ts"

/**
 * Covariance (divisor T) shrunk towards μ·I, μ the mean variance, by the oracle approximating intensity for normal
 * returns: δ = min(1, (a + μ²)/((T + 1)(a − μ²/n))), a = ‖S‖²/n².
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 1
 * @returns shape (n × n), per session, and the intensity δ
 *
 * NaN: everything, when any return is missing. One asset: δ = 1, which changes nothing. Total: never throws.
 * Source: Chen, Wiesel, Eldar and Hero, "Shrinkage algorithms for MMSE covariance estimation", IEEE Transactions on Signal
 * Processing 58 (2010), eq. 23, with the constant term of its widely used implementations (2/n dropped).
 */
export function oasCovariance(
  returns: Float64Array,
  assets: number,
): { readonly covariance: Float64Array; readonly shrinkage: number } {
  const rows = returns.length / assets
  const centred = centredReturns(returns, assets)
  const covariance = crossProducts(centred, centred, assets).map((sum) => sum / rows)
  const mean = meanVariance(covariance, assets)
  const square = sumOfSquares(covariance) / (assets * assets)
  const denominator = (rows + 1) * (square - (mean * mean) / assets)
  const shrinkage = denominator > 0 ? Math.min(1, (square + mean * mean) / denominator) : 1
  return { covariance: shrinkToIdentity(covariance, assets, shrinkage), shrinkage }
}
