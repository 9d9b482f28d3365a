/**
 * p-values of m tests made at once, adjusted so that each may be read by itself. All keep the order of the tests, and lie
 * in [0, 1]; NaN counts as no test and stays NaN.
 */

/**
 * Holm's step-down procedure: the chance of any false discovery stays below the level, whatever the dependence.
 *
 * Source: S. Holm (1979), A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6.
 */
export const holm = (pValues: Float64Array): Float64Array =>
  adjusted(pValues, (sorted) => {
    let largest = 0
    return sorted.map((p, rank) => {
      largest = Math.max(largest, (sorted.length - rank) * p)
      return largest
    })
  })

/**
 * Benjamini and Hochberg's step-up procedure: the expected share of false discoveries stays below the level, for
 * independent or positively dependent tests.
 *
 * Source: Y. Benjamini, Y. Hochberg (1995), Controlling the False Discovery Rate, JRSS B 57(1).
 */
export const benjaminiHochberg = (pValues: Float64Array): Float64Array =>
  adjusted(pValues, (sorted) => stepUp(sorted, 1))

/**
 * Benjamini and Yekutieli's: the same whatever the dependence, at the price of a factor Σ 1/k.
 *
 * Source: Y. Benjamini, D. Yekutieli (2001), The Control of the False Discovery Rate under Dependency, Annals of
 * Statistics 29(4).
 */
export const benjaminiYekutieli = (pValues: Float64Array): Float64Array =>
  adjusted(pValues, (sorted) => {
    let harmonic = 0
    for (let k = 1; k <= sorted.length; k++) harmonic += 1 / k
    return stepUp(sorted, harmonic)
  })

function stepUp(sorted: Float64Array, factor: number): Float64Array {
  const out = new Float64Array(sorted.length)
  let least = Infinity
  for (let rank = sorted.length - 1; rank >= 0; rank--) {
    least = Math.min(least, sorted[rank]! * ((factor * sorted.length) / (rank + 1)))
    out[rank] = least
  }
  return out
}

function adjusted(pValues: Float64Array, adjust: (sorted: Float64Array) => Float64Array): Float64Array {
  const order = Array.from(pValues.keys())
    .filter((i) => !Number.isNaN(pValues[i]!))
    .sort((i, j) => pValues[i]! - pValues[j]! || i - j)
  const better = adjust(Float64Array.from(order, (i) => pValues[i]!))
  const out = new Float64Array(pValues.length).fill(NaN)
  order.forEach((i, rank) => {
    out[i] = Math.min(1, better[rank]!)
  })
  return out
}
