import type { Polytope } from "../../../kernel/convex/Polytope.ts"
import { denseForm } from "../../../kernel/convex/QuadraticForm.ts"
import type { Solver } from "../ConvexSolver.ts"
import type { Attempt } from "./Attempt.ts"
import { optimise } from "./optimise.ts"

/** The admitted weights nearest to given ones: smallest Σ (a_i − w_i)². */
export function nearest(weights: Float64Array, set: Polytope, solver: Solver): Attempt {
  const n = weights.length
  const identity = new Float64Array(n * n)
  for (let i = 0; i < n; i++) identity[i * n + i] = 1
  const program = {
    form: denseForm(identity, n),
    gain: weights,
    tilt: { _tag: "Fixed", value: 1 },
    set,
  } as const
  return optimise(program, solver)
}
