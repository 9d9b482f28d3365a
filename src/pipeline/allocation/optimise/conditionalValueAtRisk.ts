import type { Polytope } from "../../../kernel/convex/Polytope.ts"
import { liftedSet } from "../../../kernel/convex/withTrades.ts"
import type { Solver } from "../ConvexSolver.ts"
import type { Attempt } from "./Attempt.ts"
import { layRows, noQuadratic, row } from "./conicRows.ts"
import { largest, narrowed, read, rowsOf } from "./optimise.ts"

/**
 * Weights with the smallest mean loss beyond the `confidence` quantile of past sessions.
 *
 * min ζ + Σ_t u_t/((1 − β)T) with u_t ≥ −r_t'a − ζ, u_t ≥ 0: a linear program, whose optimum need not be unique, so that
 * weights are the solver's and only the objective is exact.
 *
 * @param returns shape (T × n), row-major, simple returns per session
 * @param confidence β, between 0 and 1
 *
 * Total: never throws.
 * Source: Rockafellar and Uryasev, "Optimization of conditional value-at-risk", Journal of Risk 2 (2000).
 */
export function conditionalValueAtRisk(
  returns: Float64Array,
  confidence: number,
  set: Polytope,
  solver: Solver,
): Attempt {
  const assets = set.lower.length
  const sessions = returns.length / assets
  const { trades } = set
  const lifted = trades === undefined ? set : liftedSet(set, trades)
  const level = lifted.lower.length
  const size = level + 1 + sessions
  const scale = 1 / (largest(returns) || 1)
  const { rows, tags } = rowsOf(lifted)
  const weights = Array.from({ length: assets }, (_, i) => i)
  const losses = Array.from({ length: sessions }, (_, t) =>
    row(
      [...weights, level, level + 1 + t],
      [...returns.subarray(t * assets, (t + 1) * assets).map((value) => -scale * value), -1, -1],
      0,
    ),
  )
  const excess = Array.from({ length: sessions }, (_, t) => row([level + 1 + t], [-1], 0))
  const linear = new Float64Array(size).fill(1 / ((1 - confidence) * sessions), level + 1)
  linear[level] = 1
  const solution = solver.solve({
    quadratic: noQuadratic(size),
    linear,
    ...layRows(size, { ...rows, inequalities: [...rows.inequalities, ...losses, ...excess] }),
  })
  const attempt = read(solution, level, { tags, set: lifted, factor: 1 / scale })
  return trades === undefined ? attempt : narrowed(attempt, set)
}
