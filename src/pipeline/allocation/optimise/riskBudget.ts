import { dot, type Polytope, violation } from "../../../kernel/convex/Polytope.ts"
import { type QuadraticForm, withDiagonal } from "../../../kernel/convex/QuadraticForm.ts"
import { equalRiskContribution } from "../../../kernel/equalRiskContribution.ts"
import type { Solver } from "../ConvexSolver.ts"
import { type Attempt, failed, type Solved } from "./Attempt.ts"
import { optimise } from "./optimise.ts"

/**
 * Equal risk contributions within constraints.
 *
 * Without constraints that bind, the weights b with b_i·(Σb)_i equal. Else the admitted weights that minimise the function
 * which b minimises, ½a'Σa − λ·Σ ln a_i with λ = b'Σb/n, by Newton steps that are programs of `optimise`.
 *
 * @param covariance Σ, n × n, with positive variances
 * @param set its budget and bounds; an asset with an upper bound of 0 must not be in it
 *
 * Total: never throws.
 * Source: Richard and Roncalli, "Constrained risk budgeting portfolios" (2019), section 2.
 */
export function riskBudget(covariance: QuadraticForm, set: Polytope, solver: Solver): Attempt {
  const free = equalRiskContribution(covariance)
  if (free === undefined)
    return failed("NumericalError", "no long-only weights have equal risk contributions")
  if (!(violation(set, free) > 1e-12)) return unconstrained(free, set)
  const level = dot(free, covariance.multiply(free)) / covariance.size
  let x = free
  let last: Solved | undefined
  let iterations = 0
  for (let step = 0; step < 60; step++) {
    // around x: ½a'(Σ + λ/x²)a − a'(2λ/x), as −λ ln a has slope −λ/x and curvature λ/x²
    const form = withDiagonal(
      covariance,
      x.map((value) => level / (value * value)),
    )
    const gain = x.map((value) => (2 * level) / value)
    const attempt = optimise({ form, gain, tilt: { _tag: "Fixed", value: 1 }, set }, solver)
    if (attempt._tag === "Failed") return attempt
    iterations += attempt.iterations
    const direction = attempt.weights.map((weight, i) => weight - x[i]!)
    const decrement = Math.sqrt(dot(direction, form.multiply(direction)) / level)
    last = { ...attempt, iterations }
    if (decrement < 1e-10) return last
    const length = decrement < 0.25 ? 1 : 1 / (1 + decrement)
    x = x.map((value, i) => Math.max(value + length * direction[i]!, 0.01 * value))
  }
  return failed("MaxIterations", "60 Newton steps did not end", iterations)
}

const unconstrained = (weights: Float64Array, set: Polytope): Solved => ({
  _tag: "Solved",
  status: "Solved",
  iterations: 0,
  weights,
  exact: true,
  boundDuals: new Float64Array(weights.length),
  rowDuals: new Float64Array(set.rows.length),
})
