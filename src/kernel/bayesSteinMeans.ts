import { formSolver } from "./convex/formSolver.ts"
import type { QuadraticForm } from "./convex/QuadraticForm.ts"

/**
 * Mean returns shrunk towards the mean of the minimum-variance portfolio, μ_g:
 * (1 − φ)·μ + φ·μ_g, φ = (n + 2)/((n + 2) + T·(μ − μ_g)'Σ⁻¹(μ − μ_g)).
 *
 * @param means shape (n), sample means per session
 * @param covariance Σ, n × n, per session
 * @param observations T, sessions behind the means
 * @returns shape (n), per session. A singular Σ gives the sample means: the distance of the formula is then infinite, φ is 0
 *
 * Total: never throws.
 * Source: Jorion, "Bayes-Stein estimation for portfolio analysis", Journal of Financial and Quantitative Analysis 21 (1986).
 */
export function bayesSteinMeans(
  means: Float64Array,
  covariance: QuadraticForm,
  observations: number,
): Float64Array {
  const n = means.length
  const solve = formSolver(covariance)
  if (solve === undefined) return means.slice()
  const inverseOnes = solve(new Float64Array(n).fill(1))
  const total = inverseOnes.reduce((sum, value) => sum + value, 0)
  const base = inverseOnes.reduce((sum, value, i) => sum + value * means[i]!, 0) / total
  const excess = means.map((mean) => mean - base)
  const distance = solve(excess).reduce((sum, value, i) => sum + value * excess[i]!, 0)
  const shrinkage = (n + 2) / (n + 2 + observations * distance)
  return excess.map((value) => base + (1 - shrinkage) * value)
}
