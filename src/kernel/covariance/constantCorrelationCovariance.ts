import { centredReturns } from "./centredReturns.ts"
import { crossProducts } from "./crossProducts.ts"
import { sumOfSquares } from "./ledoitWolfCovariance.ts"

/**
 * Sample covariance S (divisor T − 1) shrunk towards F, which has S's variances and the mean correlation r everywhere:
 * δ = clip((π − ρ)/(γ·T), 0, 1), π the summed asymptotic variances of S's entries, ρ of their covariances with F's,
 * γ = ‖S − F‖².
 *
 * @param returns shape (T × n), row-major, simple returns per session, T ≥ 2
 * @returns shape (n × n), per session, and the intensity δ (0 for fewer than 3 assets, where F is S)
 *
 * NaN: everything, when a return is missing or an asset stands still (it has no correlation). Total: never throws.
 * Source: Ledoit and Wolf, "Honey, I shrunk the sample covariance matrix", Journal of Portfolio Management 30 (2004),
 * appendix B.
 */
export function constantCorrelationCovariance(
  returns: Float64Array,
  assets: number,
): { readonly covariance: Float64Array; readonly shrinkage: number } {
  const rows = returns.length / assets
  const centred = centredReturns(returns, assets)
  const products = crossProducts(centred, centred, assets)
  const covariance = products.map((sum) => sum / (rows - 1))
  const target = withMeanCorrelation(covariance, assets)
  const gap = sumOfSquares(covariance.map((value, at) => value - target.matrix[at]!))
  const shrinkage =
    gap > 0
      ? Math.max(0, Math.min(1, intensity(centred, products, covariance, target.correlation, assets) / gap))
      : 0
  return {
    covariance: covariance.map((value, at) => (1 - shrinkage) * value + shrinkage * target.matrix[at]!),
    shrinkage,
  }
}

function withMeanCorrelation(covariance: Float64Array, assets: number) {
  const deviation = Float64Array.from({ length: assets }, (_, i) => Math.sqrt(covariance[i * assets + i]!))
  let sum = 0
  for (let i = 0; i < assets; i++)
    for (let j = 0; j < i; j++) sum += covariance[i * assets + j]! / (deviation[i]! * deviation[j]!)
  const correlation = assets > 1 ? (2 * sum) / (assets * (assets - 1)) : 0
  const matrix = covariance.map((value, at) => {
    const [i, j] = [Math.floor(at / assets), at % assets]
    return i === j ? value : correlation * (deviation[i]! * deviation[j]!) // in this order: symmetric to the bit
  })
  return { correlation, matrix }
}

/** (π − ρ)/T of the paper. */
function intensity(
  centred: Float64Array,
  products: Float64Array,
  covariance: Float64Array,
  correlation: number,
  assets: number,
): number {
  const rows = centred.length / assets
  const squares = centred.map((value) => value * value)
  const fourths = crossProducts(squares, squares, assets)
  const thirds = crossProducts(
    centred.map((value) => value * value * value),
    centred,
    assets,
  )
  let pi = 0
  let rho = 0
  for (let i = 0; i < assets; i++) {
    const variance = covariance[i * assets + i]!
    const own = products[i * assets + i]! / rows
    for (let j = 0; j < assets; j++) {
      const at = i * assets + j
      const both = products[at]! / rows
      const entry = covariance[at]!
      const spread = fourths[at]! / rows - 2 * both * entry + entry * entry
      pi += spread
      if (i === j) rho += spread
      else {
        const joint = thirds[at]! / rows - own * entry - both * variance + variance * entry
        rho += correlation * Math.sqrt(covariance[j * assets + j]! / variance) * joint
      }
    }
  }
  return (pi - rho) / rows
}
