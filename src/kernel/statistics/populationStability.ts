import { log } from "../log.ts"
import { quantile } from "../quantile.ts"

/** Share of an empty bin, so that its logarithm exists. */
const least = 1e-4

/**
 * Population stability index: how far the distribution of a sample has moved from that of a reference, Σ (c − r)·ln(c / r) over bins
 * that hold equal shares of the reference. Usage calls below .1 stable and above .25 another population; it knows no sample size.
 *
 * @param reference shape (n) @param current shape (m), no NaN
 * @param bins ≥ 2; a value on an edge belongs to the bin above
 * @returns 0 for equal shares; NaN where one is empty. Total: never throws.
 * Source: N. Siddiqi, Credit Risk Scorecards (2006), ch. 8.
 */
export function populationStability(reference: Float64Array, current: Float64Array, bins: number): number {
  if (reference.length === 0 || current.length === 0) return NaN
  const edges = Array.from({ length: bins - 1 }, (_, i) => quantile(reference, (i + 1) / bins))
  const [expected, found] = [sharesOf(reference, edges), sharesOf(current, edges)]
  return expected.reduce((sum, share, i) => {
    const [r, c] = [Math.max(least, share), Math.max(least, found[i]!)]
    return sum + (c - r) * log(c / r)
  }, 0)
}

function sharesOf(values: Float64Array, edges: ReadonlyArray<number>): Float64Array {
  const counts = new Float64Array(edges.length + 1)
  for (const value of values) {
    let bin = 0
    while (bin < edges.length && value >= edges[bin]!) bin++
    counts[bin]!++
  }
  return counts.map((count) => count / values.length)
}
