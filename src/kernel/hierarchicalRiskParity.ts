import { singleLinkageOrder } from "./singleLinkageOrder.ts"

/**
 * Hierarchical risk parity: assets are put in the order of a single-linkage tree on √(½(1 − ρ)), the list is halved again and
 * again, and each half gets weight in inverse proportion to the variance of its inverse-variance portfolio.
 *
 * @param covariance shape (n × n), with positive variances; it need not be invertible
 * @returns shape (n), > 0, sum 1. Total: never throws.
 * Source: López de Prado, "Building diversified portfolios that outperform out of sample", Journal of Portfolio Management 42
 * (2016).
 */
export function hierarchicalRiskParity(covariance: Float64Array, assets: number): Float64Array {
  const deviation = Float64Array.from({ length: assets }, (_, i) => Math.sqrt(covariance[i * assets + i]!))
  const distance = covariance.map((value, at) => {
    const [i, j] = [Math.floor(at / assets), at % assets]
    return i === j ? 0 : Math.sqrt(Math.max(0, 0.5 * (1 - value / (deviation[i]! * deviation[j]!))))
  })
  const weights = new Float64Array(assets).fill(assets === 0 ? NaN : 1)
  const halve = (members: ReadonlyArray<number>): void => {
    if (members.length < 2) return
    const middle = members.length >> 1
    const halves = [members.slice(0, middle), members.slice(middle)] as const
    const [first, second] = halves.map((half) => inverseVarianceRisk(covariance, assets, half)) as [
      number,
      number,
    ]
    const share = 1 - first / (first + second)
    for (const i of halves[0]) weights[i]! *= share
    for (const i of halves[1]) weights[i]! *= 1 - share
    halves.forEach(halve)
  }
  halve(singleLinkageOrder(distance, assets))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** Variance of the portfolio with weights in inverse proportion to variance. */
function inverseVarianceRisk(
  covariance: Float64Array,
  assets: number,
  members: ReadonlyArray<number>,
): number {
  const inverse = members.map((i) => 1 / covariance[i * assets + i]!)
  const total = inverse.reduce((sum, value) => sum + value, 0)
  let variance = 0
  members.forEach((i, a) =>
    members.forEach((j, b) => {
      variance += ((inverse[a]! * inverse[b]!) / (total * total)) * covariance[i * assets + j]!
    }),
  )
  return variance
}
