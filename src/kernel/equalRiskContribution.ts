import { formSolver } from "./convex/formSolver.ts"
import { diagonalOf, type QuadraticForm, withDiagonal } from "./convex/QuadraticForm.ts"

/**
 * Long-only weights whose contributions to risk a_i·(Σa)_i are all equal, without other constraints.
 *
 * Newton's method on ½y'Σy − Σ ln y_i, whose minimum y is proportional to the weights; damped by the Newton decrement, so
 * that it never leaves y > 0 and ends from any start.
 *
 * @param covariance Σ, n × n, with positive variances
 * @returns shape (n), > 0, sum 1; undefined where Σ lets a long-only portfolio have no risk, or where 100 steps were not enough
 *
 * Total: never throws.
 * Source: Maillard, Roncalli and Teïletche, "The properties of equally weighted risk contribution portfolios", Journal of
 * Portfolio Management 36 (2010); the program and its self-concordance: Spinu, "An algorithm for computing risk parity
 * weights" (2013).
 */
export function equalRiskContribution(covariance: QuadraticForm): Float64Array | undefined {
  const assets = covariance.size
  let y = diagonalOf(covariance).map((variance) => 1 / Math.sqrt(assets * variance))
  for (let step = 0; step < 100; step++) {
    const gradient = covariance.multiply(y).map((pull, i) => pull - 1 / y[i]!)
    const solve = formSolver(
      withDiagonal(
        covariance,
        y.map((value) => 1 / (value * value)),
      ),
    )
    if (solve === undefined) return undefined
    const direction = solve(gradient)
    const decrement = Math.sqrt(direction.reduce((sum, value, i) => sum + value * gradient[i]!, 0))
    if (!Number.isFinite(decrement)) return undefined
    const length = decrement < 0.25 ? 1 : 1 / (1 + decrement)
    y = y.map((value, i) => value - length * direction[i]!)
    if (decrement < 1e-13) break
    if (step > 60 && decrement < 1e-9) break // rounding keeps it from the last digits
  }
  const total = y.reduce((sum, value) => sum + value, 0)
  return y.every((value) => value > 0) ? y.map((value) => value / total) : undefined
}
