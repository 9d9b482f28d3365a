import { centredReturns } from "./centredReturns.ts"
import { crossProducts } from "./crossProducts.ts"

/**
 * Sample covariance with divisor T − 1.
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 2
 * @returns shape (n × n), per session
 *
 * NaN: rows and columns of an asset with a missing return. Singular when T ≤ n. Total: never throws.
 */
export function sampleCovariance(returns: Float64Array, assets: number): Float64Array {
  const centred = centredReturns(returns, assets)
  const divisor = returns.length / assets - 1
  return crossProducts(centred, centred, assets).map((sum) => sum / divisor)
}
