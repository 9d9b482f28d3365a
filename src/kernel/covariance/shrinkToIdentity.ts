/**
 * (1 − δ)·S + δ·μ·I, μ the mean of S's diagonal.
 *
 * @param covariance shape (n × n)
 * @param shrinkage δ, 0 … 1
 */
export function shrinkToIdentity(covariance: Float64Array, assets: number, shrinkage: number): Float64Array {
  const out = covariance.map((value) => (1 - shrinkage) * value)
  const target = shrinkage * meanVariance(covariance, assets)
  for (let i = 0; i < assets; i++) out[i * assets + i]! += target
  return out
}

/** Mean of the diagonal. */
export function meanVariance(covariance: Float64Array, assets: number): number {
  let trace = 0
  for (let i = 0; i < assets; i++) trace += covariance[i * assets + i]!
  return trace / assets
}
